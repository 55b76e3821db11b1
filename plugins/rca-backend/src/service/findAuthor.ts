import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, UserEntity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CommitAuthor } from '@internal/plugin-gitops-node';

/** What Git does not take in a name or address, and what could forge a second header. */
const UNSAFE = /[<>\p{Cc}\p{Cf}]/gu;

/**
 * Under which name the report is committed: that of the catalog, else the
 * caller's entity ref.
 * @internal
 */
export async function findAuthor(options: {
  catalog: CatalogService;
  credentials: BackstageCredentials;
  userEntityRef: string;
}): Promise<CommitAuthor> {
  const { catalog, credentials, userEntityRef } = options;
  const user = (await catalog.getEntityByRef(userEntityRef, {
    credentials,
  })) as UserEntity | undefined;
  const { displayName, email } = user?.spec?.profile ?? {};
  const { name } = parseEntityRef(userEntityRef);
  return {
    name: clean(displayName) || name,
    email: clean(email) || `${name}@users.noreply.invalid`,
  };
}

function clean(text: string | undefined): string {
  return (text ?? '').replace(UNSAFE, '').trim();
}
