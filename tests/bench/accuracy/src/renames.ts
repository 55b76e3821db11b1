import { randomBytes } from 'node:crypto';
import { SuiteContext } from './types';

/** The data as it is. */
export function asIs(root: string): SuiteContext {
  return { root, rename: name => name, reorder: items => items };
}

/** Each name replaced by a random one, the same for the same name, and orders reversed. */
export function anonymised(root: string): SuiteContext {
  const known = new Map<string, string>();
  return {
    root,
    rename(name) {
      let made = known.get(name);
      if (!made) {
        made = randomBytes(8).toString('hex');
        known.set(name, made);
      }
      return made;
    },
    reorder: items => [...items].reverse(),
  };
}
