import { defineConfig } from '@playwright/test';

/**
 * The tests drive a stack that is already there: `make e2e` starts one and says
 * where it is. By hand: `PLAYWRIGHT_URL=http://localhost:7007 yarn test:e2e`
 * beside `make dev`.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  globalTeardown: './tests/e2e/support/healAtEnd.ts',
  outputDir: 'e2e-test-report/results',
  // One world with one clock: tests that run beside each other would break it for each other.
  workers: 1,
  fullyParallel: false,
  // A test that needs a second try is not reliable; find out why.
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['list'],
    ['html', { outputFolder: 'e2e-test-report/html', open: 'never' }],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['json'] as const] : []),
  ],
  use: {
    baseURL: process.env.PLAYWRIGHT_URL ?? 'http://localhost:7007',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
