/** Publishing on the options page: name a server, see what would be sent, send it, keep it in step. */
import { byId, countText, element, plural, safeHref, say, visibleUrl } from './dom.js';
import { choose, forget, greet, look, pageOf, publication, step, told, withdraw } from './publisher.js';
import { mayReach, PUBLISHING } from './reach.js';
import { underway } from './underway.js';

const work = underway('publish', ['publish-look', 'publish-send', 'publish-stop', 'publish-withdraw', 'publish-forget', 'publish-address', 'publish-token', 'publish-query']);
let kept; // the publication, as it was shown last
let sending; // what the button under the plan does

const chosen = () => ({ address: byId('publish-address').value.trim(), token: byId('publish-token').value.trim(), query: byId('publish-query').value.trim() });

/** Puts what is kept into the form. */
async function fill() {
  const set = await publication();
  for (const key of ['address', 'token', 'query']) byId(`publish-${key}`).value = set?.[key] ?? '';
}

async function show() {
  const set = await publication();
  kept = set;
  const begun = Boolean(set?.last);
  say('publish-last', begun ? `Published last: ${told(set.last)}.` : '');
  byId('publish-page').hidden = !begun;
  if (begun) safeHref(byId('publish-page'), pageOf(set));
  byId('publish-keep').hidden = !begun;
  byId('publish-auto').checked = Boolean(set?.auto);
  byId('publish-look').textContent = begun ? 'See what has changed' : 'See what would be published';
  byId('publish-withdraw').hidden = !set; // a step that ended midway has sent something too
  byId('publish-forget').hidden = !set;
}

function progress({ done, total, wait, other }) {
  if (other) {
    say('publish-state', 'Another window is publishing. This one waits for it');
    return;
  }
  if (wait) {
    say('publish-state', `The server asks to wait for ${plural(wait, 'second')}`);
    return;
  }
  work.move({ done, total });
  say('publish-state', `${countText(done)} of ${plural(total, 'bookmark')} sent`);
}

/** Does something of it; what fails is said. */
async function doing(words, act) {
  if (work.isOn()) return;
  say('publish-problem', '');
  say('publish-state', words);
  list([]);
  const signal = work.begin();
  try {
    say('publish-state', await act({ signal, onEvent: progress }) ?? '');
  } catch (error) {
    say('publish-state', '');
    say('publish-problem', error.code === 'canceled' ? 'Canceled. What was sent by then is on the server; publish again to go on.' : error.message);
  }
  await show().finally(work.end);
}

const list = (refused) => {
  byId('publish-refused').hidden = !refused.length;
  byId('publish-refused').replaceChildren(...refused.map(({ url, reason }) => element('li', {}, [element('bdi', { text: visibleUrl(url) }), element('p', { class: 'reason', text: reason })])));
};

const quoted = (title) => element('bdi', { text: `“${title}”` });

/** The sentences of a plan. */
function sentences(plan, set) {
  const changes = [
    plan.new && `${countText(plan.new)} new`, plan.changed && `${countText(plan.changed)} changed`, plan.gone && `${countText(plan.gone)} to be deleted there`,
  ].filter(Boolean).join(', ');
  const lines = [element('p', { text: `${plural(plan.public, 'public bookmark')} ${set.query ? `that “${set.query}” finds` : 'in all'}: ${changes || 'the server has them all as they are here'}.` })];
  if (plan.public) lines.push(element('p', { class: 'quiet' }, ['The newest is ', quoted(plan.newest), ', the oldest ', quoted(plan.oldest), '.']));
  if (plan.private) lines.push(element('p', { class: 'quiet', text: `${plural(plan.private, 'private one')} ${plan.private === 1 ? 'stays' : 'stay'} here.` }));
  if (plan.held.length) {
    const names = plan.held.flatMap((tag, i) => [i ? ', ' : '', element('bdi', { text: tag })]);
    lines.push(element('p', { class: 'quiet' }, ['Held back, since they begin with a full stop: ', ...names, plan.heldMore ? ` and ${plural(plan.heldMore, 'tag')} more.` : '.']));
  }
  if (plan.stop) lines.push(element('p', { class: 'notice', text: `That would delete ${countText(plan.gone)} of the ${plural(plan.published, 'bookmark')} that are there from here. Press only if you want that.` }));
  return lines;
}

function showPlan(plan, set) {
  const n = plan.new + plan.changed + plan.gone;
  const button = byId('publish-send');
  byId('publish-plan-text').replaceChildren(...sentences(plan, set));
  const other = ['address', 'token', 'query'].some((key) => kept?.[key] !== set[key]);
  button.hidden = !n && !other;
  button.textContent = plan.stop ? `Delete ${countText(plan.gone)} there and publish` : `Publish ${plural(plan.new + plan.changed, 'bookmark')}`;
  if (!plan.stop && plan.gone) button.textContent = plan.new + plan.changed ? `Publish ${countText(plan.new + plan.changed)}, delete ${countText(plan.gone)}` : `Delete ${countText(plan.gone)} there`;
  if (!n) button.textContent = 'Keep it so';
  byId('publish-plan').hidden = false;
  sending = () => send(set, { yes: plan.stop, auto: !plan.large, seen: { new: plan.new, gone: plan.gone } }); // what was not seen to be much is not sent if it is by now
  (button.hidden ? byId('publish-stop') : button).focus();
}

const hidePlan = () => { byId('publish-plan').hidden = true; };

/** Does something at a server; the permission is asked for by the press itself. */
async function reaching(set, words, act) {
  let allowed;
  try {
    allowed = mayReach(set.address, PUBLISHING);
  } catch (error) {
    say('publish-problem', error.message);
    return;
  }
  hidePlan();
  await doing(words, async (options) => {
    if (!await allowed) throw new Error('The browser was not allowed to reach this server, so nothing was asked or sent. Press again and allow it.');
    return act(options);
  });
}

/** Looks at what would be sent. */
async function see(event) {
  event.preventDefault();
  const set = chosen();
  let plan;
  await reaching(set, 'Comparing', async (options) => {
    await greet(set, options);
    plan = await look(set, options);
  });
  if (plan) showPlan(plan, set);
}

function send(set, asked) {
  let plan;
  hidePlan();
  return doing('Publishing', async (options) => {
    await choose(set); // only now: what is kept in step by itself is what was pressed for
    const result = await step(set, asked, options);
    plan = result.done ? result.waiting : result;
    if (!result.done) return '';
    list(result.refused);
    return outcome(result);
  }).then(() => plan && showPlan(plan, set));
}

function outcome({ sent, deleted, refused, refusedMore }) {
  const no = refused.length + refusedMore;
  const did = [sent && `${plural(sent, 'bookmark')} published`, deleted && `${countText(deleted)} deleted there`].filter(Boolean).join(', ') || 'Nothing had to be sent';
  return `${did}.${no ? ` The server refused ${plural(no, 'bookmark')}; each is listed with its reason.` : ''}`;
}

/** Deletes what is on the server that the form names, or else on the one that is kept. */
async function takeBack() {
  const named = chosen();
  const set = named.address && named.token ? named : kept;
  await reaching(set, 'Deleting on the server', async (options) => `${plural((await withdraw(set, options)).deleted, 'bookmark')} deleted there. Your library is as it was.`);
}

async function forgetServer() {
  hidePlan();
  const set = await publication();
  await doing('Forgetting', async () => {
    await forget(set);
    await fill();
    return 'Forgotten: nothing is sent any more. What was published is still on the server.';
  });
}

/** Shows what is kept, which another window may have forgotten. */
async function keepInStep(auto) {
  try {
    await choose({ auto });
    say('publish-problem', '');
  } catch (error) {
    say('publish-problem', `NOT KEPT. The browser refused it (${error.message}). Make room on the disk, then try again.`);
  }
  await show();
}

/** Wires the section. */
export function publishing() {
  byId('publish-form').addEventListener('submit', see);
  byId('publish-form').addEventListener('input', hidePlan); // it was of what stood there before
  byId('publish-send').addEventListener('click', () => sending());
  byId('publish-stop').addEventListener('click', () => {
    hidePlan();
    byId('publish-look').focus();
  });
  byId('publish-auto').addEventListener('change', ({ target }) => keepInStep(target.checked));
  byId('publish-withdraw').addEventListener('click', takeBack);
  byId('publish-forget').addEventListener('click', forgetServer);
  return Promise.all([fill(), show()]);
}
