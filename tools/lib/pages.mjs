// The pages that stand where the web app will be.
const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (title, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><link rel="stylesheet" href="/practika.css"></head>
<body><main>${body}</main></body></html>
`;

export const css = `:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;margin:0}main{max-width:42rem;margin:3rem auto;padding:0 1.2rem}
code{font-size:.95em}li{margin:.3rem 0}
`;

export const welcomePage = ({ mailbox }) => page('Practika', `<h1>Practika</h1>
<p>A self-hosted platform for practising a skill on video. Teachers publish video exercises; people answer them with
comments and videos of their own, pinned to a moment of the exercise's timeline.</p>
<p>The platform runs. Its web app is not built yet; everything it will do is there as an API:</p>
<ul>${['auth', 'exercises', 'media', 'consent'].map((s) => `<li><code>/api/${s}/v1</code>: <a href="/api/${s}/v1/health">is it well?</a></li>`).join('')}</ul>
<p>Mail that the platform sends is caught at <a href="${escape(mailbox)}">${escape(mailbox)}</a>. To see the whole way of a
video, run <code>npm run demo -- VIDEO</code> in the project's folder.</p>`);

export const notFoundPage = (_about, path) => page('Not found', `<h1>There is no such page</h1>
${/^\/(verify-email|reset-password|invitations?)/.test(path) ? '<p>This link is for the web app, which is not built yet. Its token can be used through the API: see the table of <code>/api/auth/v1</code> in the project\'s API page.</p>' : ''}<p><a href="/">To the start</a></p>`);
