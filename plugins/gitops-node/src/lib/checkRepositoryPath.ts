import { InputError } from '@backstage/errors';

const MAX_PATH_BYTES = 1024;
// eslint-disable-next-line no-control-regex -- control characters are what it refuses
const FORBIDDEN_CHARACTERS = /[\u0000-\u001f\u007f\\]/;
// Git's own folder under the names that file systems without case, or with short names, know it by.
const GIT_FOLDER = /^(\.git|git~\d+)[. ]*(:.*)?$/i;

/**
 * Returns `path` when it names a file inside a repository.
 *
 * @remarks
 * Git never writes to a file system here, so that this guards whoever checks the
 * repository out later, and keeps a caller from naming another team's folder by `..`.
 */
export function checkRepositoryPath(path: string): string {
  const refuse = (rule: string) =>
    new InputError(`Invalid repository path '${path}': ${rule}`);
  if (path === '' || Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw refuse(`must have 1 to ${MAX_PATH_BYTES} bytes`);
  }
  if (FORBIDDEN_CHARACTERS.test(path)) {
    throw refuse('must not contain backslashes or control characters');
  }
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') {
      throw refuse(
        'must be relative, without empty, "." or ".." segments and without a slash at the end',
      );
    }
    if (GIT_FOLDER.test(segment)) {
      throw refuse("must not lead into Git's own folder");
    }
  }
  return path;
}
