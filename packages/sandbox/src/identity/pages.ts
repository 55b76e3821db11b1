import { escapeHtml, renderPage } from '../control/html';
import type { Person } from '../types';

/** Everybody as a button; no passwords. */
export function renderSignInPage(people: Person[], action: string): string {
  const buttons = people.map(
    person =>
      `<li><button type="submit" name="username" value="${escapeHtml(
        person.username,
      )}"><strong>${escapeHtml(
        `${person.givenName} ${person.familyName}`,
      )}</strong><span>${escapeHtml(
        person.roles.join(', ') || 'no role',
      )}</span></button></li>`,
  );
  return renderPage({
    title: 'Sign in to the sandbox',
    body: `<h1>Sign in to the sandbox</h1>
<p>Choose who you want to be.</p>
<form method="post" action="${escapeHtml(action)}">
<ul>
${buttons.join('\n')}
</ul>
</form>`,
  });
}

/** `form` is the provider's own, empty form with the id `op.logoutForm`. */
export function renderSignOutPage(form: string): string {
  return renderPage({
    title: 'Sign out of the sandbox',
    body: `<h1>Sign out of the sandbox?</h1>
${form}
<div class="actions">
<button type="submit" form="op.logoutForm" name="logout" value="yes"><strong>Sign out</strong></button>
<button type="submit" form="op.logoutForm"><strong>Stay signed in</strong></button>
</div>`,
  });
}
