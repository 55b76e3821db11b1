import { Browser, BrowserContext, Page, test as base } from '@playwright/test';

/** Somebody of the simulated company, by user name. */
export type Person = 'alice' | 'adam' | 'bob' | 'bella' | 'petra' | 'nina';

type TestFixtures = {
  /** Who sits at the browser. */
  person: Person;
};
type WorkerFixtures = {
  /** A browser profile in which the person has signed in, once per run. */
  profileOf: (person: Person) => Promise<BrowserContext>;
};

/** Tests in which `page` belongs to a person who has signed in through the identity provider. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  person: ['alice', { option: true }],
  profileOf: [
    async ({ browser }, use, workerInfo) => {
      const profiles = new Map<Person, Promise<BrowserContext>>();
      const { baseURL, viewport } = workerInfo.project.use;
      await use(person => {
        const known =
          profiles.get(person) ??
          signedIn(browser, person, { baseURL, viewport });
        profiles.set(person, known);
        return known;
      });
      for (const profile of profiles.values()) {
        await (await profile).close();
      }
    },
    { scope: 'worker' },
  ],
  page: async ({ profileOf, person }, use) => {
    const page = await (await profileOf(person)).newPage();
    await use(page);
    await page.close();
  },
});

export { expect } from '@playwright/test';

async function signedIn(
  browser: Browser,
  person: Person,
  options: Parameters<Browser['newContext']>[0],
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, person);
  await page.close();
  return context;
}

/** From the sign-in page through the window of the identity provider to the catalog. */
export async function signIn(page: Page, person: Person) {
  await page.goto('/');
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const provider = await popup;
  const closed = provider.waitForEvent('close');
  await provider.locator(`button[name="username"][value="${person}"]`).click();
  await closed;
  await page.getByRole('link', { name: 'Backstage AIOps, home' }).waitFor();
}
