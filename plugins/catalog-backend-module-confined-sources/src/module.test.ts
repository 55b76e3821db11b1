import { startTestBackend } from '@backstage/backend-test-utils';
import {
  catalogProcessingExtensionPoint,
  CatalogProcessor,
  PlaceholderResolver,
} from '@backstage/plugin-catalog-node';
import { catalogModuleConfinedSources } from './module';

const BASE = 'https://git.example/team-b/shop/src/branch/main/api/info.yaml';
const FOREIGN =
  'https://git.example/platform/gitops/src/branch/main/secret.yaml';

describe('catalogModuleConfinedSources', () => {
  const resolvers: Record<string, PlaceholderResolver> = {};
  let processor: CatalogProcessor;
  const read = jest.fn();
  const emit = jest.fn();

  beforeAll(async () => {
    await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          {
            addPlaceholderResolver: (key, resolver) => {
              resolvers[key] = resolver;
            },
            addProcessor: added => {
              processor = added as CatalogProcessor;
            },
            addEntityProvider: jest.fn(),
            setOnProcessingErrorHandler: jest.fn(),
          },
        ],
      ],
      features: [catalogModuleConfinedSources],
    });
  });
  beforeEach(() => jest.clearAllMocks());

  const resolve = (key: string, value: any) =>
    resolvers[key]({
      key,
      value,
      baseUrl: BASE,
      read,
      resolveUrl: (url, base) => new URL(url, base).href,
      emit,
    });

  it('should read placeholders beside the descriptor, and nothing else', async () => {
    const files: Record<string, string> = {
      'openapi.yaml': 'openapi: 3.1.0',
      'a b/x.json': '{"a":1}',
    };
    read.mockImplementation(async (url: string) =>
      Buffer.from(
        files[
          decodeURIComponent(url).replace(BASE.replace('info.yaml', ''), '')
        ],
      ),
    );
    expect(await resolve('text', './openapi.yaml')).toBe('openapi: 3.1.0');
    expect(await resolve('yaml', 'openapi.yaml')).toEqual({ openapi: '3.1.0' });
    expect(await resolve('json', 'a b/x.json')).toEqual({ a: 1 });
    expect(emit).toHaveBeenCalledTimes(3);
    await expect(resolve('json', 'openapi.yaml')).rejects.toThrow(
      /not one JSON document$/,
    );

    read.mockClear();
    for (const value of [
      FOREIGN,
      'file:///etc/passwd',
      'HTTPS:git.example/x',
      '//git.example/x',
      '/platform/gitops/src/branch/main/x.yaml',
      '\\\\git.example\\x',
      '../x.yaml',
      'a/../../x.yaml',
      'a/..',
      '%2e%2e/x.yaml',
      '..%2fx.yaml',
      'x.yaml?ref=other',
      'x.yaml#y',
      'x\u0000.yaml',
      'a\t/../x',
      '\u202e/x.yaml\n',
      '',
      'x'.repeat(501),
      null,
      ['x.yaml'],
      { toString: 'x.yaml' },
    ]) {
      for (const key of ['text', 'json', 'yaml']) {
        await expect(resolve(key, value)).rejects.toThrow(/relative path/);
      }
    }
    // Whatever resolves addresses has the last word, and is not believed either.
    await expect(
      resolvers.text({
        key: 'text',
        value: 'x.yaml',
        baseUrl: BASE,
        read,
        resolveUrl: url => (url === './' ? BASE : FOREIGN),
        emit,
      }),
    ).rejects.toThrow(/leads out/);
    expect(read).not.toHaveBeenCalled();

    // Where a Git host writes the folder another way than the file.
    const github = 'https://github.com/team-b/shop';
    await resolvers.text({
      key: 'text',
      value: 'x.yaml',
      baseUrl: `${github}/blob/main/api/info.yaml`,
      read: async url => Buffer.from(url),
      resolveUrl: url => `${github}/tree/main/api/${url.replace('./', '')}`,
      emit,
    });
  });

  it('should refuse documentation and sources from elsewhere', async () => {
    const process = (annotations: Record<string, string>, type = 'url') =>
      processor.preProcessEntity!(
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'x', annotations },
        },
        { type, target: BASE },
        emit,
        { type, target: BASE },
        {} as never,
      );
    const folder = BASE.replace('info.yaml', '');
    for (const value of ['dir:.', 'dir:docs/api', `url:${folder}docs`]) {
      await process({ 'backstage.io/techdocs-ref': value });
    }
    await process({ 'backstage.io/source-location': `url:${folder}` });
    await process({});
    // The platform's own files may say what they like.
    await process({ 'backstage.io/techdocs-ref': `url:${FOREIGN}` }, 'file');

    for (const value of [
      `url:${FOREIGN}`,
      `url:${folder}../../../../../../platform/gitops`,
      `url:${folder}%2e%2e/x`,
      `url:${folder}..%2fx`,
      `url:${folder.replace('https://', 'https://user@')}`,
      `url:${folder.slice(0, -1)}-other/`,
      'url:http://127.0.0.1/',
      'url:not an address',
      'dir:../other',
      'dir:/etc',
      `dir:${FOREIGN}`,
      'file:/etc/passwd',
      'constructor:x',
      'nothing',
      '',
    ]) {
      await expect(
        process({ 'backstage.io/techdocs-ref': value }),
      ).rejects.toThrow(/^Annotation backstage.io\/techdocs-ref/);
      await expect(
        process({ 'backstage.io/source-location': value }),
      ).rejects.toThrow(/^Annotation backstage.io\/source-location/);
    }
  });
});
