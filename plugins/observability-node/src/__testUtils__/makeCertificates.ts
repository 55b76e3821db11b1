import { execFileSync } from 'node:child_process';

export type Certificate = { cert: string; key: string };

/** Runs outside of Jest, in which the arithmetic of RSA takes ten times as long. */
const SCRIPT = `
const { generateKeyPairSync } = require('node:crypto');
const selfsigned = require('selfsigned');
const made = process.argv.slice(1).map(name => {
  const keyPair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const altNames = [{ type: 2, value: name }, { type: 7, ip: '127.0.0.1' }];
  const { cert, private: key } = selfsigned.generate(
    [{ name: 'commonName', value: name }],
    {
      keyPair,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames },
      ],
    },
  );
  return { cert, key };
});
process.stdout.write(JSON.stringify(made));
`;

/** Certificates that sign themselves, for the names and for loopback. */
export function makeCertificates(...names: string[]): Certificate[] {
  const output = execFileSync(process.execPath, ['-e', SCRIPT, ...names], {
    cwd: __dirname,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}
