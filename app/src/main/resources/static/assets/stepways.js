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

// Whether the server can be reached is found out by asking it; browsers often think that they have a line.
const reaches = async () => {
  try {
    await fetch('/assets/favicon.svg', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(6000) });
    return true;
  } catch {
    return false;
  }
};

// A form that could not be sent waits on its page, with everything typed, and goes when the line is back.
let waits = null;
const goes = async () => {
  if (!waits || !(await reaches())) return;
  const { form, button } = waits;
  waits = null;
  form.dataset.goes = 'yes';
  form.requestSubmit(button);
};
const hold = (form, button, said) => {
  if (!waits) setTimeout(function again() { goes().then(() => { if (waits) setTimeout(again, 5000); }); }, 5000);
  waits = { form, button };
  said.textContent = 'No signal. What you typed stays on this page and is sent when the line is back. Leave the page open.';
};
addEventListener('online', goes);
addEventListener('beforeunload', (event) => { if (waits) event.preventDefault(); });

// What is typed is kept on the server two seconds after the last key, valid or not; nothing is kept in the browser.
for (const form of document.querySelectorAll('form[data-draft]')) {
  const said = form.querySelector('[data-saved]');
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString();
  let timer;
  let kept = typed();
  // true: kept, or nothing new; false: the server could not be reached.
  const keep = async () => {
    clearTimeout(timer);
    const now = typed();
    if (now === kept) return true;
    let answer;
    try {
      answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: now,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/plain' },
        credentials: 'same-origin',
        redirect: 'manual',
        signal: AbortSignal.timeout(10000),
      });
    } catch {
      said.textContent = 'Not saved yet: no signal. What you typed stays here, and we go on trying.';
      timer = setTimeout(keep, 5000);
      return false;
    }
    if (answer.ok) {
      kept = now;
      said.textContent = (await answer.text()).slice(0, 200);
    } else {
      said.textContent = answer.type === 'opaqueredirect'
        ? 'Not saved: you have been signed out. Send the form, and it is kept while you sign in again.'
        : 'Not saved yet. We will try again when you type.';
    }
    return true;
  };
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 2000); });
  form.addEventListener('focusout', keep);
  // Before a form leaves its page the server is asked whether it is there: a form sent into a dead line is lost.
  form.addEventListener('submit', async (event) => {
    clearTimeout(timer);
    if (form.dataset.goes === 'yes' || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    const there = typed() === kept ? await reaches() : await keep();
    if (!there) {
      hold(form, event.submitter, said);
      return;
    }
    clearTimeout(timer);
    form.dataset.goes = 'yes';
    form.requestSubmit(event.submitter);
  });
}
// A page that the browser shows again from its memory can be sent again.
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form[data-goes]')) delete form.dataset.goes; });

// A text with a real limit says how much room is left, at most once a second and only near the end.
for (const area of document.querySelectorAll('textarea[data-limit]')) {
  const said = document.querySelector(`[data-count="${area.id}"]`);
  const limit = Number(area.dataset.limit);
  const words = said.textContent;
  let timer;
  said.setAttribute('aria-live', 'polite');
  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const left = limit - [...area.value].length;
      const near = left < limit / 10;
      said.textContent = !near ? words : left < 0
        ? `${(-left).toLocaleString('en-GB')} characters too many.` : `${left.toLocaleString('en-GB')} characters left.`;
    }, 1000);
  });
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
