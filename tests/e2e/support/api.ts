import { APIRequestContext, Page } from '@playwright/test';

/** The backend as the person of this page sees it, without the pages in between. */
export async function apiOf(page: Page, request: APIRequestContext) {
  const sent = page.waitForRequest(
    candidate =>
      candidate.url().includes('/api/') &&
      candidate.headers().authorization !== undefined,
  );
  await page.goto('/rca');
  const { authorization } = (await sent).headers();
  const headers = { authorization };
  return {
    get: (path: string) => request.get(path, { headers }),
    post: (path: string, data: unknown) =>
      request.post(path, { headers, data }),
  };
}
