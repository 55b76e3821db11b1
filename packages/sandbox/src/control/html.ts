const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}

const STYLE = `
:root { --text: #1b1f24; --muted: #57606a; --back: #f6f8fa; --card: #fff; --line: #8c959f; --accent: #0b57d0; --notice: #fff4d6; --notice-text: #4d3800; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9ea7b3; --back: #0d1117; --card: #161b22; --line: #6e7681; --accent: #8ab4f8; --notice: #332701; --notice-text: #f6dfa4; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 1.25rem 0 .25rem; }
p { margin: 0 0 1rem; color: var(--muted); }
.notice { background: var(--notice); color: var(--notice-text); border-radius: 8px; padding: .6rem .8rem; font-size: .9rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
button { width: 100%; min-height: 3.5rem; padding: .6rem .9rem; text-align: left; font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button strong, button span { display: block; overflow-wrap: anywhere; }
button span { color: var(--muted); font-size: .9rem; }
.actions { display: grid; gap: .5rem; }
`;

/**
 * A whole page of the sandbox. It loads nothing, needs no script, follows the
 * reader's colour scheme, and says that this is not a real system.
 */
export function renderPage(options: {
  title: string;
  /** HTML. What comes from outside must be escaped. */
  body: string;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(options.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="notice">Sandbox: people and passwords here are made up, and it answers on this machine only.</p>
${options.body}
</main>
</body>
</html>
`;
}

/** A page that says what is not there or did not work. */
export function renderErrorPage(title: string, message: string): string {
  return renderPage({
    title,
    body: `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(message)}</p>`,
  });
}

/** For pages that `renderPage` made: nothing but their own style and forms. */
export const PAGE_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
