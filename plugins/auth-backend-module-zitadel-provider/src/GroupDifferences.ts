import {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ResolvedIdentity } from './resolveIdentity';

/** A catalog that takes longer is not waited for. */
const DEADLINE_MS = 2_000;
/** Comparisons at a time; sign-ins beyond them are not compared. */
const MAX_RUNNING = 20;
/** People whose last difference is remembered, so that a refresh does not repeat it. */
const MAX_REMEMBERED = 10_000;

/**
 * Reports where the groups of a sign-in and those of the catalog differ. The
 * sign-in's count, whatever is reported; it is never waited for, and never fails.
 */
export class GroupDifferences {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  /** User ref to the difference that was reported last. */
  readonly #reported = new Map<string, string>();
  #running = 0;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Compares in the background; the promise is for tests and never rejects. */
  async report(
    identity: Pick<ResolvedIdentity, 'userEntityRef' | 'groups'>,
  ): Promise<void> {
    if (this.#running >= MAX_RUNNING) return;
    this.#running += 1;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      const error = new Error(`No answer within ${DEADLINE_MS} ms`);
      timer = setTimeout(() => reject(error), DEADLINE_MS);
    });
    try {
      const inCatalog = await Promise.race([
        this.#readGroups(identity.userEntityRef),
        deadline,
      ]);
      // Nobody keeps this user in the catalog, so there is nothing to agree with.
      if (inCatalog) await this.#compare(identity, inCatalog);
    } catch (error) {
      this.#logger.debug(
        `The groups of ${identity.userEntityRef} were not compared with the catalog`,
        toError(error),
      );
    } finally {
      clearTimeout(timer);
      this.#running -= 1;
    }
  }

  async #readGroups(userEntityRef: string): Promise<string[] | undefined> {
    const entity = await this.#catalog.getEntityByRef(userEntityRef, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
    return (
      entity &&
      (entity.relations ?? [])
        .filter(({ type }) => type === 'memberOf')
        .map(({ targetRef }) => targetRef)
    );
  }

  async #compare(
    identity: Pick<ResolvedIdentity, 'userEntityRef' | 'groups'>,
    inCatalog: string[],
  ): Promise<void> {
    const { userEntityRef, groups } = identity;
    const onlyInToken = groups.filter(ref => !inCatalog.includes(ref)).sort();
    const onlyInCatalog = inCatalog.filter(ref => !groups.includes(ref)).sort();
    if (!onlyInToken.length && !onlyInCatalog.length) {
      this.#reported.delete(userEntityRef);
      return;
    }
    const difference = JSON.stringify([onlyInToken, onlyInCatalog]);
    if (this.#reported.get(userEntityRef) === difference) return;
    this.#remember(userEntityRef, difference);

    this.#logger.warn(
      `The groups of ${userEntityRef} differ; those of the sign-in count`,
      {
        onlyInToken: onlyInToken.join(', '),
        onlyInCatalog: onlyInCatalog.join(', '),
      },
    );
    const event = await this.#auditor.createEvent({
      eventId: 'group-difference',
      severityLevel: 'medium',
      meta: { userEntityRef, onlyInToken, onlyInCatalog },
    });
    await event.success();
  }

  #remember(userEntityRef: string, difference: string) {
    this.#reported.delete(userEntityRef);
    this.#reported.set(userEntityRef, difference);
    if (this.#reported.size > MAX_REMEMBERED) {
      const [oldest] = this.#reported.keys();
      this.#reported.delete(oldest);
    }
  }
}
