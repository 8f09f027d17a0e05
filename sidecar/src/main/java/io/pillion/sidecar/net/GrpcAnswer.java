package io.pillion.sidecar.net;

/**
 * What a server answered to a unary call.
 *
 * @param status of gRPC: 0 for success
 * @param message why it failed; may be empty
 * @param details a {@code google.rpc.Status} in protobuf; may be empty
 * @param body the message of the answer, empty if there is none that can be read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GrpcAnswer(int status, String message, byte[] details, byte[] body) {}
