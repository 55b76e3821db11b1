// Writes .env with a random secret for every server of docker-compose.yml; keeps what is there.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';

const file = join(root, '.env');
const secret = length =>
  randomBytes(length).toString('base64url').slice(0, length);
const wanted = {
  POSTGRES_PASSWORD: () => secret(24),
  ZITADEL_POSTGRES_ADMIN_PASSWORD: () => secret(24),
  ZITADEL_POSTGRES_PASSWORD: () => secret(24),
  ZITADEL_MASTERKEY: () => secret(32),
  // ZITADEL's first policy asks for lower and upper case, a digit and a symbol.
  ZITADEL_ADMIN_PASSWORD: () => `${secret(20)}-aA1!`,
  GRAFANA_ADMIN_PASSWORD: () => secret(24),
};

const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
const missing = Object.keys(wanted).filter(
  name => !new RegExp(`^${name}=`, 'm').test(present),
);
const added = missing.map(name => `${name}=${wanted[name]()}\n`).join('');
writeFileSync(file, present + added, { mode: 0o600 });
console.log(
  missing.length
    ? `.env: added ${missing.join(', ')}`
    : '.env: nothing to add, every secret is there',
);
