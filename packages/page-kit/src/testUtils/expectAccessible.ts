import axe from 'axe-core';

/** What a browser has to lay out or a whole page has to hold; the end-to-end tests check these. */
const NEEDS_A_PAGE = [
  'color-contrast',
  'document-title',
  'html-has-lang',
  'label-content-name-mismatch',
  'landmark-one-main',
  'page-has-heading-one',
  'region',
];

/**
 * Fails with each rule of axe-core that the element breaks.
 * @public
 */
export async function expectAccessible(
  element: Element = document.body,
): Promise<void> {
  const { violations } = await axe.run(element, {
    resultTypes: ['violations'],
    rules: Object.fromEntries(
      NEEDS_A_PAGE.map(rule => [rule, { enabled: false }]),
    ),
  });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(n => n.html)}`),
  ).toEqual([]);
}
