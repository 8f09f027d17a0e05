package io.pillion.sidecar.net;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/**
 * Tells whether two keys are a pair: while certificate and key are replaced one after the other,
 * they are not, and a handshake with them would fail.
 */
final class KeyPairCheck {
  private static final byte[] SAMPLE = {1, 2, 3};

  private KeyPairCheck() {}

  static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    if (key instanceof RSAKey rsa && publicKey instanceof RSAKey rsaPublic) {
      return rsa.getModulus().equals(rsaPublic.getModulus());
    }
    Signature signature =
        Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
    signature.initSign(key);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(SAMPLE);
    return signature.verify(signed);
  }
}
