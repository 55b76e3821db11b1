import { readFile } from 'node:fs/promises';
import { buildConnector } from 'undici';
import { StoreTls, TlsMaterial } from '../config';

/**
 * Connects with the configured certificates. Files are read for each new
 * connection, because certificates of workloads are renewed while they run.
 * @internal
 */
export function createTlsConnector(tls: StoreTls): buildConnector.connector {
  return (options, callback) => {
    connectorOf(tls).then(
      connect => connect(options, callback),
      error => callback(error, null),
    );
  };
}

async function connectorOf(tls: StoreTls): Promise<buildConnector.connector> {
  const [ca, cert, key] = await Promise.all([
    read(tls.ca),
    read(tls.cert),
    read(tls.key),
  ]);
  return buildConnector({
    ca,
    cert,
    key,
    servername: tls.serverName,
    // A session of an older certificate must not be taken up again.
    maxCachedSessions: 0,
  });
}

async function read(material?: TlsMaterial): Promise<string | undefined> {
  if (!material) {
    return undefined;
  }
  return 'pem' in material ? material.pem : readFile(material.file, 'utf8');
}
