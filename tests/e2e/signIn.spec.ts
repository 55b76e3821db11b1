import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import { signIn } from './support/test';

base(
  'a stranger gets in through the identity provider only, and out again',
  async ({ page, request }) => {
    await page.goto('/rca');
    const button = page.getByRole('button', { name: 'Sign in' });
    await expect(button).toBeVisible();
    await expect(page.getByText(/guest/i)).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    for (const path of ['/api/rca/investigations', '/api/catalog/entities']) {
      expect((await request.get(path)).status()).toBe(401);
    }

    await signIn(page, 'nina');
    // A session outlives a reload without another window.
    await page.reload();
    await expect(
      page.getByRole('link', { name: 'Backstage AIOps, home' }),
    ).toBeVisible();

    await page.goto('/settings');
    await page
      .getByRole('button', { name: /more|menu/i })
      .first()
      .click();
    // By way of the identity provider, whose session ends as well, and back.
    const signOut = page.waitForRequest(/\/oidc\/v1\/end_session\?/);
    await page.getByRole('menuitem', { name: 'Sign Out' }).click();
    expect(
      new URL((await signOut).url()).searchParams.has('id_token_hint'),
    ).toBe(true);
    await expect(button).toBeVisible();
  },
);

base(
  'who signed in with one factor is told what is missing, and gets in with two',
  async ({ page }) => {
    base.skip(
      !process.env.PORTAL_REQUIRES_SECOND_FACTOR,
      'This portal asks for no second factor; the one that make e2e starts does',
    );
    await page.goto('/');
    const popup = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const provider = await popup;
    await provider.getByLabel('without a second factor').check();
    const closed = provider.waitForEvent('close');
    await provider.locator('button[name="username"][value="alice"]').click();
    await closed;
    const refusal = page.getByRole('alert');
    await expect(refusal).toContainText('A stronger sign-in is needed');
    await expect(refusal).toContainText('mfa is missing');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    // Nothing of a session stays behind.
    await page.reload();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();

    await signIn(page, 'alice');
  },
);

base(
  'a stranger is told when the identity provider is down',
  async ({ page }) => {
    await page.route('**/api/auth/zitadel/start**', route =>
      route.fulfill({ status: 503, body: '{}' }),
    );
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText(
      'The identity provider does not answer',
    );
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
);
