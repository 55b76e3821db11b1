import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PLUGINS = join(__dirname, '../..');

/** Sources that run in the product: no tests, no test utilities. */
function sources(): string[] {
  return readdirSync(PLUGINS, { recursive: true, encoding: 'utf8' })
    .filter(
      file =>
        /^[^/]+\/src\/.*\.tsx?$/.test(file) &&
        !/\.test\.tsx?$|testUtils|__testUtils__|node_modules/.test(file),
    )
    .map(file => join(PLUGINS, file));
}

describe('TenantScope', () => {
  it('should be made in one place only', () => {
    const makers = sources().filter(file =>
      /\$\$type: '@internal\/TenantScope',/.test(readFileSync(file, 'utf8')),
    );
    expect(makers.map(file => relative(PLUGINS, file))).toEqual([
      'tenancy-node/src/createTenantScope.ts',
    ]);
  });

  it('should be asked for by the two services that decide, and by nobody else', () => {
    const askers = sources().filter(file =>
      /from '.*createTenantScope'/.test(readFileSync(file, 'utf8')),
    );
    expect(askers.map(file => relative(PLUGINS, file)).sort()).toEqual([
      'tenancy-node/src/DefaultScanTenancyService.ts',
      'tenancy-node/src/DefaultTenancyService.ts',
    ]);
    const scanners = sources().filter(file =>
      /scanTenancyServiceRef\b/.test(readFileSync(file, 'utf8')),
    );
    expect(
      scanners
        .map(file => relative(PLUGINS, file))
        .filter(file => !file.startsWith('tenancy-node/')),
    ).toEqual(['observability-backend/src/plugin.ts']);
  });
});
