import { Investigation } from '@internal/plugin-rca-common';
import { useEffect, useRef } from 'react';
import { announce, isRunning } from '../lib/investigation';

/**
 * For those who do not see the page: what to announce while an investigation
 * that was seen running goes on, and where focus goes when the button that had
 * it disappears at the end.
 */
export function useFollowedProgress(investigation: Investigation | undefined) {
  const ref = useRef<HTMLDivElement>(null);
  const followed = useRef(false);
  const running = investigation !== undefined && isRunning(investigation);
  const ended = investigation !== undefined && !running;
  if (running) {
    followed.current = true;
  }

  useEffect(() => {
    if (ended && followed.current && document.activeElement === document.body) {
      ref.current?.focus();
    }
  }, [ended]);

  return {
    ref,
    announcement:
      investigation && followed.current ? announce(investigation) : '',
  };
}
