import { randomBytes } from 'node:crypto';

/** Leaves names as they are. */
export function keepNames(): (name: string) => string {
  return name => name;
}

/** Replaces each name by a random one, the same for the same name. */
export function randomNames(): (name: string) => string {
  const known = new Map<string, string>();
  return name => {
    let made = known.get(name);
    if (!made) {
      made = randomBytes(8).toString('hex');
      known.set(name, made);
    }
    return made;
  };
}
