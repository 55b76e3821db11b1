import { headline } from './headline';

describe('headline', () => {
  it('should shorten names of images and leave everything else alone', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    expect(
      headline(
        `products cannot start new pods because its image registry.example:5000/shop/products:2.0.0-rc1 cannot be pulled after the rollout of revision 3 (image: registry.example:5000/shop/products:1.9.4 → registry.example:5000/shop/products:2.0.0-rc1). Since 2026-03-01 10:07:00 UTC.`,
      ),
    ).toEqual({
      text: 'products cannot start new pods because its image products:2.0.0-rc1 cannot be pulled after the rollout of revision 3 (image: products:1.9.4 → products:2.0.0-rc1).',
      fullNames: [
        'registry.example:5000/shop/products:2.0.0-rc1',
        'registry.example:5000/shop/products:1.9.4',
      ],
    });
    expect(headline(`It runs shop/cart@${digest}.`)).toEqual({
      text: 'It runs cart@sha256:01234567….',
      fullNames: [`shop/cart@${digest}`],
    });
    const untouched =
      'Deployment team-a-prod/cart fails: http://cart:8080/health says 500. Since 10:07.';
    expect(headline(untouched)).toEqual({ text: untouched, fullNames: [] });
  });
});
