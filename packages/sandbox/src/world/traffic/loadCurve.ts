const HOUR_MS = 60 * 60 * 1000;

/** The customers' day in UTC: quiet at four in the morning, a first peak at noon and a higher one at eight in the evening. */
export function dailyLoad(timeMs: number): number {
  const hour = (timeMs / HOUR_MS) % 24;
  const bump = (center: number, width: number) => {
    const distance = Math.min(
      Math.abs(hour - center),
      24 - Math.abs(hour - center),
    );
    return Math.exp(-((distance / width) ** 2));
  };
  return Math.min(1, 0.4 + 0.42 * bump(12.5, 3.6) + 0.58 * bump(20, 2.8));
}
