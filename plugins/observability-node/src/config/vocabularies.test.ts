import { ConfigSources, FileConfigSource } from '@backstage/config-loader';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { defaultVocabulary } from '../Vocabulary';
import { readObservabilityConfig } from './readObservabilityConfig';

const FOLDER = resolve(__dirname, '../../../../configs/vocabularies');

/** Reads a configuration that takes its vocabulary from a file, as the portal would. */
async function readWith(file: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vocabulary-'));
  try {
    const path = join(folder, 'app-config.yaml');
    const include = relative(folder, join(FOLDER, file));
    writeFileSync(
      path,
      `observability: { clusters: { c: { vocabulary: { $include: ${include} } } } }`,
    );
    const config = await ConfigSources.toConfig(
      FileConfigSource.create({ path }),
    );
    const { vocabulary } = readObservabilityConfig(config).clusters.get('c')!;
    config.close();
    return vocabulary;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('configs/vocabularies', () => {
  it.each(readdirSync(FOLDER))(
    'should hold names that work in %s',
    async file => {
      const vocabulary = await readWith(file);
      expect(vocabulary.logs.namespace).not.toBe(
        defaultVocabulary.logs.namespace,
      );
      expect(vocabulary.metrics).toEqual(defaultVocabulary.metrics);
    },
  );
});
