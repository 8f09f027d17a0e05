package io.pillion.sidecar.net;

import io.pillion.sidecar.config.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM (RFC 7468). */
final class PemFile {
  /** A bundle of all public authorities has a quarter of that. */
  private static final int MAX_BYTES = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

  private final TlsFiles.Role role;
  private final Path file;
  private final String text;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(String label, byte[] der) {}

  PemFile(TlsFiles.Role role, Path file) throws TlsFileException {
    this.role = role;
    this.file = file;
    this.text = read();
  }

  /** All certificates, at least one. */
  List<X509Certificate> certificates() throws TlsFileException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks()) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw useless("holds no certificate; write PEM, from -----BEGIN CERTIFICATE----- on");
    }
    return certificates;
  }

  /** The first private key, which must be the one of that public key. */
  PrivateKey privateKeyOf(PublicKey publicKey) throws TlsFileException {
    for (Block block : blocks()) {
      if (block.label().endsWith("PRIVATE KEY")) {
        return privateKey(block, publicKey);
      }
    }
    throw text.contains("ENCRYPTED")
        ? encrypted()
        : useless("holds no private key; write PEM, from -----BEGIN PRIVATE KEY----- on");
  }

  private X509Certificate certificate(Block block) throws TlsFileException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException e) {
      throw useless("holds a certificate that cannot be read; copy it again");
    }
  }

  private PrivateKey privateKey(Block block, PublicKey publicKey) throws TlsFileException {
    if (block.label().startsWith("ENCRYPTED")) {
      throw encrypted();
    }
    // What is older than PKCS #8, as RSA PRIVATE KEY and EC PRIVATE KEY, does not say what it is.
    byte[] encoded =
        block.label().equals("PRIVATE KEY")
            ? block.der()
            : Pkcs8.wrap(block.der(), publicKey.getEncoded());
    try {
      PrivateKey key =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (KeyPairCheck.belongTogether(key, publicKey)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      // Of another kind, or damaged; nothing of what it says may be shown.
    }
    throw useless("is not the key of the client certificate, or is damaged; write the one it has");
  }

  private TlsFileException encrypted() {
    return useless(
        "holds an encrypted key; decrypt it, for example by openssl pkcs8 -topk8 -nocrypt");
  }

  private List<Block> blocks() throws TlsFileException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        blocks.add(
            new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2).strip())));
      } catch (IllegalArgumentException e) {
        throw useless("is damaged: the text between BEGIN and END is not base64; copy it again");
      }
    }
    return blocks;
  }

  private String read() throws TlsFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw useless("is larger than " + MAX_BYTES + " bytes; write PEM");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw useless("no such file; check the path");
    } catch (AccessDeniedException e) {
      throw useless("permission denied; let the sidecar's user read it");
    } catch (IOException e) {
      throw useless("cannot be read: " + e.getMessage() + "; check its type and permissions");
    }
  }

  private TlsFileException useless(String message) {
    return new TlsFileException(role, file, message);
  }
}
