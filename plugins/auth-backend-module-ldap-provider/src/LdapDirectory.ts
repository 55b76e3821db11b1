import { randomUUID } from 'node:crypto';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  AndFilter,
  Client,
  Entry,
  EqualityFilter,
  InvalidCredentialsError,
} from 'ldapts';
import { TooManyAttemptsError } from '@internal/plugin-sign-in-node';
import { LdapConfig } from './config';

/** Groups of one person that are read at most: with more the sign-in is refused anyway. */
const MAX_GROUPS = 1_000;

/** A person of the directory. */
export type Person = {
  id: string;
  displayName?: string;
  email?: string;
  roles: string[];
};

/**
 * Asks the directory: an account of the portal searches, the person's own DN and
 * password are tried on a connection of their own.
 *
 * @remarks
 * What somebody types is never made part of a filter's text: filters are built as
 * objects, whose values go to the directory with their length before them. Referrals
 * are not followed, so nobody's password goes to a server that an entry names.
 */
export class LdapDirectory {
  readonly #config: LdapConfig;
  readonly #logger: LoggerService;

  constructor(options: { config: LdapConfig; logger: LoggerService }) {
    this.#config = options.config;
    this.#logger = options.logger;
  }

  /**
   * The person of this name and password, or undefined when either is wrong.
   *
   * @param beforeTry - is told whose password is tried, however they were spelled; what
   * it throws is thrown.
   */
  async verify(
    login: string,
    password: string,
    beforeTry: (dn: string) => void,
  ): Promise<Person | undefined> {
    // An empty password is not a wrong one to a directory: it binds as nobody, and succeeds.
    if (!password) return undefined;
    const { users } = this.#config;
    return this.#search(async client => {
      const entry = await this.#findOne(client, users.loginAttribute, login);
      // Somebody who is not there takes as long as a wrong password.
      const dn = entry?.dn ?? `cn=${randomUUID()},${users.base}`;
      beforeTry(entry ? dn.toLowerCase() : login);
      if (!(await this.#mayBind(dn, password)) || !entry) return undefined;
      return this.#readPerson(client, entry);
    });
  }

  /** The person of this id as they are now, or undefined when they are gone. */
  async find(id: string): Promise<Person | undefined> {
    const { idAttribute } = this.#config.users;
    return this.#search(async client => {
      const entry = await this.#findOne(
        client,
        idAttribute,
        isBinary(idAttribute) ? Buffer.from(id, 'hex') : id,
      );
      return entry && this.#readPerson(client, entry);
    });
  }

  async #findOne(
    client: Client,
    attribute: string,
    value: string | Buffer,
  ): Promise<Entry | undefined> {
    const { users } = this.#config;
    const { searchEntries } = await client.search(users.base, {
      scope: 'sub',
      derefAliases: 'never',
      filter: new AndFilter({
        filters: [users.filter, new EqualityFilter({ attribute, value })],
      }),
      attributes: [
        users.loginAttribute,
        users.idAttribute,
        users.displayNameAttribute,
        users.emailAttribute,
      ],
      explicitBufferAttributes: isBinary(users.idAttribute)
        ? [users.idAttribute]
        : [],
      // Two tell that it is not one.
      sizeLimit: 2,
    });
    if (searchEntries.length > 1) {
      this.#logger.warn(
        `${searchEntries.length} users of the directory have the same ${attribute}; none of them is let in`,
      );
      return undefined;
    }
    return searchEntries[0];
  }

  async #readPerson(client: Client, entry: Entry): Promise<Person | undefined> {
    const { users, groups } = this.#config;
    const id = single(entry[users.idAttribute]);
    if (id === undefined) {
      this.#logger.warn(
        `${entry.dn} has not exactly one ${users.idAttribute} and is not let in`,
      );
      return undefined;
    }
    const found = groups
      ? await client.search(groups.base, {
          scope: 'sub',
          derefAliases: 'never',
          filter: new AndFilter({
            filters: [
              groups.filter,
              new EqualityFilter({
                attribute: groups.memberAttribute,
                value: entry.dn,
              }),
            ],
          }),
          attributes: [groups.nameAttribute],
          sizeLimit: MAX_GROUPS,
        })
      : { searchEntries: [] };
    return {
      id,
      displayName: single(entry[users.displayNameAttribute]),
      email: single(entry[users.emailAttribute]),
      roles: found.searchEntries
        .map(group => single(group[groups!.nameAttribute]))
        .filter(name => name !== undefined),
    };
  }

  async #mayBind(dn: string, password: string): Promise<boolean> {
    const client = await this.#connect();
    try {
      await client.bind(dn, password);
      return true;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return false;
      // E.g. a locked account, or a referral: not let in, and said so in the log.
      this.#logger.warn(
        `The directory did not let ${dn} bind: ${toError(error).message}`,
      );
      return false;
    } finally {
      await client.unbind().catch(() => {});
    }
  }

  async #search<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const { bindDn, bindPassword } = this.#config;
    let client: Client | undefined;
    try {
      client = await this.#connect();
      await client.bind(bindDn, bindPassword);
      return await work(client);
    } catch (error) {
      if (error instanceof TooManyAttemptsError) throw error;
      this.#logger.error('The directory could not be asked', toError(error));
      throw new ServiceUnavailableError(
        'The directory does not answer, try again in a moment',
      );
    } finally {
      await client?.unbind().catch(() => {});
    }
  }

  async #connect(): Promise<Client> {
    const { url, startTls, ca, timeoutMs } = this.#config;
    const tlsOptions = {
      ca,
      minVersion: 'TLSv1.2' as const,
      rejectUnauthorized: true,
      servername: serverName(url),
    };
    const client = new Client({
      url,
      timeout: timeoutMs,
      connectTimeout: timeoutMs,
      ...(url.startsWith('ldaps:') && { tlsOptions }),
    });
    if (startTls) {
      try {
        await client.startTLS(tlsOptions);
      } catch (error) {
        await client.unbind().catch(() => {});
        throw error;
      }
    }
    return client;
  }
}

/** The name that the certificate must have; addresses are checked without one. */
function serverName(url: string): string | undefined {
  const { hostname } = new URL(url);
  return /^[\d.]+$|^\[/.test(hostname) ? undefined : hostname;
}

/** Active Directory's id is sixteen bytes. */
function isBinary(attribute: string): boolean {
  return attribute.toLowerCase() === 'objectguid';
}

/** The one value of an attribute, or undefined. */
function single(value: Entry[string] | undefined): string | undefined {
  const [first, ...others] = [value ?? []].flat();
  if (first === undefined || others.length) return undefined;
  const text = Buffer.isBuffer(first) ? first.toString('hex') : String(first);
  return text || undefined;
}
