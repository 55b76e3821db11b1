import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { authorNamed } from '../world';
import { BareRepository } from './BareRepository';

/** The company's catalog as data files, beside this package's sources. */
const COMPANY_FOLDER = join(
  dirname(require.resolve('../../package.json')),
  'company',
);
const REPORTS_README = `# Root-cause reports

The portal commits every finished investigation here: Markdown to read, and JSON beside it.
`;
/** Remembers what was committed last, so that other people's changes stay until ours change. */
const SHIPPED_REF = 'refs/sandbox/shipped';

/** Reads the company's catalog: paths in the repository to content. */
export async function readCompanyCatalog(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = await readdir(COMPANY_FOLDER, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries.filter(found => found.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(COMPANY_FOLDER, file).split(sep).join('/');
    files[path] = await readFile(file, 'utf8');
  }
  return files;
}

/** Commits the company's catalog when it is not in the repository yet, or was changed since. */
export async function commitCompanyCatalog(
  repository: BareRepository,
  timeMs: number,
): Promise<void> {
  const files = await readCompanyCatalog();
  const content = JSON.stringify(Object.entries(files).sort());
  const blob = (
    await repository.git(['hash-object', '-w', '--stdin'], { stdin: content })
  )
    .toString()
    .trim();
  const shipped = await repository
    .git(['rev-parse', '--verify', '-q', SHIPPED_REF])
    .then(
      output => output.toString().trim(),
      () => undefined,
    );
  if (shipped === blob) {
    return;
  }
  await repository.commit({
    changes: () => files,
    message: 'Describe the company',
    author: authorNamed('petra'),
    timeMs,
  });
  await repository.git(['update-ref', SHIPPED_REF, blob]);
}

/** Says what the reports' repository is for, before there is one in it. */
export async function commitReportsReadme(
  repository: BareRepository,
  timeMs: number,
): Promise<void> {
  if (!(await repository.head())) {
    await repository.commit({
      changes: () => ({ 'README.md': REPORTS_README }),
      message: 'Explain what is kept here',
      author: authorNamed('petra'),
      timeMs,
    });
  }
}
