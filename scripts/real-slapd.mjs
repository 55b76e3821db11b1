#!/usr/bin/env node
/**
 * Puts Debian's OpenLDAP server into .tools/slapd, for the tests of LDAP sign-in.
 *
 *   node scripts/real-slapd.mjs    prints JSON { slapd, modules, schema, libraries }, or { problem }
 *
 * Nothing is installed on the system: the packages are downloaded by apt with lists
 * of its own and unpacked. Debian on amd64 or arm64 only.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianProblem, unpackDebianPackages } from './real-stores/debian.mjs';

const TOOLS_DIR = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '.tools',
);
const SUITE = 'bookworm';
/** The server, and the libraries of it that a small image does not have. */
const PACKAGES = [
  'slapd',
  'libldap-2.5-0',
  'libsasl2-2',
  'libltdl7',
  'libwrap0',
  'libgnutls30',
  'libp11-kit0',
  'libidn2-0',
  'libunistring2',
  'libtasn1-6',
  'libnettle8',
  'libhogweed6',
  'libgmp10',
  'libffi8',
  'libcrypt1',
  'libodbc2',
];

async function install() {
  const target = join(TOOLS_DIR, 'slapd');
  if (existsSync(target)) return target;
  const problem = debianProblem();
  if (problem) throw new Error(problem);
  mkdirSync(TOOLS_DIR, { recursive: true });
  const workDir = mkdtempSync(join(TOOLS_DIR, 'slapd-'));
  try {
    const root = join(workDir, 'root');
    await unpackDebianPackages({
      suite: SUITE,
      packages: PACKAGES,
      workDir,
      target: root,
    });
    try {
      // At the end, so that a kill leaves no half a server.
      renameSync(root, target);
    } catch (error) {
      if (!existsSync(target)) throw error; // somebody else was first
    }
    return target;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

function describe(root) {
  const folder = join(root, 'usr/lib');
  const [triplet] = readdirSync(folder).filter(name =>
    name.endsWith('-linux-gnu'),
  );
  return {
    slapd: join(root, 'usr/sbin/slapd'),
    modules: join(folder, 'ldap'),
    schema: join(root, 'etc/ldap/schema'),
    libraries: [join(folder, triplet), join(root, 'lib', triplet), folder].join(
      ':',
    ),
  };
}

try {
  process.stdout.write(`${JSON.stringify(describe(await install()))}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ problem: error.message })}\n`);
}
