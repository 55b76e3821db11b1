import { APIRequestContext, Page } from '@playwright/test';
import { expectReadable } from './support/accessibility';
import { expect, test } from './support/test';

/** Ended keys stay in the list, so each run has a name of its own. */
const NAME = `nightly report ${Date.now()}`;
/** What is known of a caller is at most five seconds old. */
const FORGOTTEN_WITHIN_MS = 15_000;

const keys = (page: Page) =>
  page.getByRole('table', { name: 'Keys for machines' });

/** The secret that the page shows; it closes the notice as its reader would. */
async function takeSecret(page: Page): Promise<string> {
  const notice = page.getByRole('status').filter({ hasText: 'The secret of' });
  const secret = await notice.getByText(/^aiops_key_/).innerText();
  await notice.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  return secret;
}

/** Presses a button of the key's row, and the same in the dialog that asks back. */
async function confirmed(page: Page, label: string) {
  await page.getByRole('button', { name: `${label} ${NAME}` }).click();
  const dialog = page.getByRole('dialog', { name: `${label} ${NAME}` });
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** What a machine does with a key. */
const exchange = (request: APIRequestContext, key: string) =>
  request.post('/api/auth/access-keys/v1/token', { data: { key } });

test('a key for a machine is made, used, rotated and revoked', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  await page.goto('/my-access');
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New key for a machine' });
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(NAME);
  await dialog.getByText('Read reports').click();
  await dialog.getByText('Read the catalog').click();
  // Of the namespaces none that is another team's is on offer.
  await expect(dialog.getByText('team-a-prod (sandbox)')).toBeVisible();
  await expect(dialog.getByText(/team-b|team-a-b/)).toHaveCount(0);
  await dialog.getByText('team-a-prod (sandbox)').click();
  await expectReadable(page);
  await dialog.getByRole('button', { name: 'Make key' }).click();
  await expect(dialog).toBeHidden();
  const first = await takeSecret(page);
  const row = keys(page).getByRole('row', { name: new RegExp(`^${NAME}`) });
  await expect(row).toContainText('Works');
  await expect(row).toContainText('sandbox/team-a-prod');
  await expectReadable(page);

  const answer = await exchange(request, first);
  expect(answer.status()).toBe(200);
  const headers = { authorization: `Bearer ${(await answer.json()).token}` };
  const read = async (path: string) =>
    (await request.get(path, { headers })).status();
  const OWN = '/api/catalog/entities/by-name/component/default/checkout';
  expect(await read(OWN)).toBe(200);
  expect(await read(OWN.replace('checkout', 'payments'))).toBe(404);

  await confirmed(page, 'Rotate');
  const second = await takeSecret(page);
  expect(second).not.toBe(first);
  // Both, until the machine has changed over.
  expect((await exchange(request, first)).status()).toBe(200);
  expect((await exchange(request, second)).status()).toBe(200);

  await confirmed(page, 'Revoke');
  await expect(row).toContainText('Revoked');
  await expect(row.getByRole('button')).toHaveCount(0);
  for (const secret of [first, second]) {
    expect((await exchange(request, secret)).status()).toBe(401);
  }
  // Neither does what was exchanged before.
  await expect
    .poll(() => read(OWN), { timeout: FORGOTTEN_WITHIN_MS })
    .not.toBe(200);
});

for (const theme of ['light', 'dark']) {
  test(`the form for a key can be read by everybody, ${theme}`, async ({
    page,
  }) => {
    await page.addInitScript(
      name => window.localStorage.setItem('theme', name),
      theme,
    );
    await page.goto('/my-access');
    await page.getByRole('button', { name: 'New key' }).click();
    await expect(page.getByText('team-a-prod (sandbox)')).toBeVisible();
    await expectReadable(page);
  });
}
