import { createHash } from 'node:crypto';
import { escapeHtml, PAGE_SECURITY_POLICY, renderPage } from '../control/html';
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
<p><label><input type="checkbox" name="factors" value="one"> without a second factor</label></p>
</form>`,
  });
}

/**
 * Signs out without a question, as ZITADEL does. `form` is the provider's own,
 * empty form with the id `op.logoutForm`.
 */
export function renderSignOutPage(form: string): {
  body: string;
  securityPolicy: string;
} {
  const script = "document.getElementById('op.logoutForm').submit()";
  const hash = createHash('sha256').update(script).digest('base64');
  return {
    securityPolicy: PAGE_SECURITY_POLICY.replace(
      "default-src 'none'",
      `default-src 'none'; script-src 'sha256-${hash}'`,
    ),
    body: renderPage({
      title: 'Sign out of the sandbox',
      body: `<h1>Signing you out of the sandbox</h1>
${form}
<input type="hidden" form="op.logoutForm" name="logout" value="yes">
<noscript><div class="actions"><button type="submit" form="op.logoutForm"><strong>Sign out</strong></button></div></noscript>
<script>${script}</script>`,
    }),
  };
}
