package io.pillion.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Reads {@code pillion:/<entry>} URLs from the agent jar that is already open; the JDK's own {@code
 * jar:} handler would open the file again for each.
 */
final class IsolatedUrlHandler extends URLStreamHandler {
  private final JarFile jar;

  IsolatedUrlHandler(JarFile jar) {
    this.jar = jar;
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new EntryConnection(url, jar);
  }

  private static final class EntryConnection extends URLConnection {
    private final JarFile jar;

    EntryConnection(URL url, JarFile jar) {
      super(url);
      this.jar = jar;
    }

    @Override
    public void connect() {}

    @Override
    public InputStream getInputStream() throws IOException {
      ZipEntry entry = jar.getEntry(getURL().getPath().substring(1));
      if (entry == null) {
        throw new FileNotFoundException(getURL().toString());
      }
      return jar.getInputStream(entry);
    }
  }
}
