import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { StoreTls, TlsMaterial } from './types';

/**
 * The client's certificate and the authority of the server's. Undefined when no
 * key is set, so that one configuration serves stores with and without them.
 * @internal
 */
export function readTls(
  config: Config | undefined,
  url: URL,
  key: string,
): StoreTls | undefined {
  const tls: StoreTls = {
    ca: readMaterial(config, 'ca', key),
    cert: readMaterial(config, 'cert', key),
    key: readMaterial(config, 'key', key),
    serverName: config?.getOptionalString('serverName'),
  };
  if (!Object.values(tls).some(Boolean)) {
    return undefined;
  }
  if (url.protocol !== 'https:') {
    throw new InputError(`Invalid ${key}, the store's url must be https`);
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new InputError(
      `Invalid ${key}, must have both a certificate (cert or certFile) and its key (key or keyFile)`,
    );
  }
  return tls;
}

function readMaterial(
  config: Config | undefined,
  name: 'ca' | 'cert' | 'key',
  key: string,
): TlsMaterial | undefined {
  const pem = config?.getOptionalString(name);
  const file = config?.getOptionalString(`${name}File`);
  if (pem !== undefined && file !== undefined) {
    throw new InputError(
      `Invalid ${key}, must have only one of ${name}, ${name}File`,
    );
  }
  if (pem !== undefined && !pem.includes('-----BEGIN ')) {
    throw new InputError(
      `Invalid ${key}.${name}, must be PEM text; give a path as ${name}File`,
    );
  }
  if (pem !== undefined) {
    return { pem };
  }
  return file === undefined ? undefined : { file };
}
