import { NotFoundError } from '@backstage/errors';
import type { Person } from '../types';

/** When the company moved to ZITADEL. */
const FOUNDED_AT = '2025-01-06T08:00:00.000Z';

type Entry = { person: Person; rolesChangedAt: string };

/**
 * Who works at the company, and in which role, as the identity provider knows it
 * at this moment. Sign-in and search both read it, so that they agree.
 */
export class Directory {
  readonly #entries = new Map<string, Entry>();

  constructor(people: readonly Person[]) {
    for (const person of people) this.add(person, FOUNDED_AT);
  }

  /** Everybody, the newest last. */
  list(): Person[] {
    return [...this.#entries.values()].map(({ person }) => person);
  }

  findById(id: string): Person | undefined {
    return this.list().find(person => person.id === id);
  }

  find(username: string): Person | undefined {
    return this.#entries.get(username)?.person;
  }

  /** ISO time of the last change of somebody's roles. */
  rolesChangedAt(username: string): string {
    return this.#get(username).rolesChangedAt;
  }

  add(person: Person, rolesChangedAt = new Date().toISOString()): void {
    this.#entries.set(person.username, { person, rolesChangedAt });
  }

  setRoles(username: string, roles: string[]): void {
    const { person } = this.#get(username);
    this.#entries.set(username, {
      person: { ...person, roles },
      rolesChangedAt: new Date().toISOString(),
    });
  }

  remove(username: string): void {
    this.#get(username);
    this.#entries.delete(username);
  }

  #get(username: string): Entry {
    const entry = this.#entries.get(username);
    if (!entry) throw new NotFoundError(`Nobody is called '${username}'`);
    return entry;
  }
}
