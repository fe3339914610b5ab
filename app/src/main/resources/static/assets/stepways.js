// What a page does more comfortably with JavaScript. Everything here has a plain way without it.

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const hidden of document.querySelectorAll('[data-no-js]')) hidden.hidden = true;

// After a refused or a recorded act the reader begins at what it says.
const first = document.querySelector('[data-focus]');
if (first) first.focus({ preventScroll: false });

// A link of the error summary leads to the field and puts the cursor there; a group of fields lends its first one.
for (const link of document.querySelectorAll('.govuk-error-summary a[href^="#"]')) {
  link.addEventListener('click', (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches('input, select, textarea') ? target : target.querySelector('input, select, textarea');
    (target.closest('.govuk-form-group, .sw-pick') || target).scrollIntoView({ block: 'start' });
    (field || target).focus({ preventScroll: true });
  });
}

// Fields that matter only with one answer show with that answer. What was typed stays typed.
const reveals = document.querySelectorAll('[data-reveals]');
const show = () => {
  for (const input of reveals) {
    const part = document.getElementById(input.dataset.reveals);
    part.classList.toggle('sw-hide', !input.checked);
  }
};
if (reveals.length) {
  document.addEventListener('change', show);
  show();
}

// A second press within a moment is the same press. The server knows the key of the form as well.
for (const button of document.querySelectorAll('[data-once]')) {
  let last = -Infinity;
  button.addEventListener('click', (event) => {
    if (event.timeStamp - last < 1000) event.preventDefault();
    else last = event.timeStamp;
  });
}

// What is typed is kept on the server two seconds after the last key, valid or not; nothing is kept in the browser.
for (const form of document.querySelectorAll('form[data-draft]')) {
  const said = form.querySelector('[data-saved]');
  let timer;
  let kept = new URLSearchParams(new FormData(form)).toString();
  const keep = async () => {
    clearTimeout(timer);
    const now = new URLSearchParams(new FormData(form)).toString();
    if (now === kept) return;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: now,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/plain' },
        credentials: 'same-origin',
        redirect: 'error',
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      kept = now;
      said.textContent = (await answer.text()).slice(0, 200);
    } catch {
      said.textContent = 'Not saved yet. We will try again when you type.';
    }
  };
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 2000); });
  form.addEventListener('focusout', keep);
}

// Copy buttons: the words stand on the page, to be marked and copied by hand as well.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    const source = button.closest('section')?.querySelector('[data-copy-source]');
    if (!source) continue;
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = words; }, 4000);
    });
  }
}

// The minutes since a harm call was raised go on counting. Screen readers are not interrupted: the number is no live region.
for (const clock of document.querySelectorAll('[data-since]')) {
  const since = Date.parse(clock.dataset.since);
  if (Number.isNaN(since)) continue;
  const tick = () => { clock.textContent = `${Math.max(0, Math.floor((Date.now() - since) / 60000))} min`; };
  setInterval(tick, 10000);
}

// Two keys record an outcome in a meeting: the number of the child, then the letter of the outcome; 0 is every child.
// They work only while the focus is inside the box, and a switch turns them off.
for (const box of document.querySelectorAll('[data-keys]')) {
  const on = box.querySelector('[data-keys-on]');
  if (on) on.closest('[hidden]')?.removeAttribute('hidden');
  let child = null;
  box.addEventListener('keydown', (event) => {
    if ((on && !on.checked) || event.ctrlKey || event.altKey || event.metaKey || event.target.matches('textarea, input[type=text]')) return;
    const picks = [...box.querySelectorAll('.sw-pick')];
    if (/^[0-9]$/.test(event.key)) {
      child = Number(event.key);
      event.preventDefault();
      return;
    }
    if (child === null) return;
    for (const pick of child === 0 ? picks : picks.slice(child - 1, child)) {
      const chip = [...pick.querySelectorAll('[data-key]')].find((input) => input.dataset.key === event.key.toLowerCase());
      if (!chip) continue;
      chip.checked = true;
      chip.focus();
      chip.dispatchEvent(new Event('change', { bubbles: true }));
      event.preventDefault();
    }
    child = null;
  });
}
