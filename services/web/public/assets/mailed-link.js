// A page that a mailed link leads to: sends the link's token, and what the form asks for, to the API. Nothing is sent
// before the person says so: programs that look into mails open links, too, and a link works only once.
const act = document.getElementById('act');
const again = document.getElementById('again');
const message = document.getElementById('message');

const here = new URL(location.href);
const token = here.searchParams.get('token') ?? '';
// Out of the address bar and the history, where others may read it.
here.searchParams.delete('token');
history.replaceState(null, '', here);

function say(text, kind) {
  message.textContent = text;
  message.className = `message ${kind}`;
  message.hidden = false;
  message.focus();
}

async function send(path, body) {
  const headers = { 'content-type': 'application/json' };
  const csrf = /(?:^|; )practika_csrf=([^;]*)/.exec(document.cookie)?.[1];
  if (csrf !== undefined) headers['x-csrf-token'] = csrf;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, problem: answer.ok ? null : await answer.json().catch(() => ({})), retryAfter: answer.headers.get('retry-after') };
}

function clear(form) {
  for (const field of form.querySelectorAll('[name]')) {
    field.removeAttribute('aria-invalid');
    const words = document.getElementById(`${field.name}-wrong`);
    if (words !== null) words.textContent = '';
  }
}

/** Puts what the API says of each field beside it. Whether there was any. */
function showWrong(form, errors) {
  let first = null;
  for (const { pointer, detail } of errors ?? []) {
    const field = form.elements.namedItem(pointer.slice(1));
    const words = document.getElementById(`${pointer.slice(1)}-wrong`);
    if (field === null || words === null) continue;
    field.setAttribute('aria-invalid', 'true');
    words.textContent = `It ${detail}.`.replace(/\.\.$/, '.');
    first ??= field;
  }
  first?.focus();
  return first !== null;
}

function refused(form, { status, problem, retryAfter }) {
  if (status === 410 && form.dataset.gone !== undefined) {
    form.hidden = true;
    if (again !== null) again.hidden = false;
    say(form.dataset.gone, 'bad');
  } else if (status === 429) {
    say(`That was too often. Please try again in ${Math.max(1, Math.ceil(Number(retryAfter ?? 60) / 60))} min.`, 'bad');
  } else if (status === 503) {
    say('That does not work at the moment. Please try again in a little while.', 'bad');
  } else if (problem?.type === '/problems/username-taken' && showWrong(form, [{ pointer: '/username', detail: 'is taken already' }])) {
    message.hidden = true;
  } else if (showWrong(form, problem?.errors)) {
    message.hidden = true;
  } else {
    say(problem?.detail ?? 'That did not work. Please try again.', 'bad');
  }
}

function onSubmit(form, more) {
  const button = form.querySelector('button');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    clear(form);
    try {
      const answer = await send(form.dataset.send, { ...more, ...Object.fromEntries(new FormData(form)) });
      if (answer.problem === null) {
        form.hidden = true;
        say(form.dataset.done, 'good');
      } else {
        refused(form, answer);
      }
    } catch {
      say('The site cannot be reached. Please look at your connection and try again.', 'bad');
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
}

for (const box of document.querySelectorAll('[data-shows]')) {
  const field = document.getElementById(box.dataset.shows);
  box.addEventListener('change', () => { field.type = box.checked ? 'text' : 'password'; });
}
onSubmit(act, { token });
if (again !== null) onSubmit(again, {});
if (token === '') {
  say('This address is not complete: the part of the link that names your request is missing. Please open the link from the mail again.', 'bad');
  if (again !== null) again.hidden = false;
} else {
  act.hidden = false;
}
