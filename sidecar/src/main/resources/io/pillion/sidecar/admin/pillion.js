// The sidecar's page. Everything from the server goes in as text, never as markup.
'use strict';

const REFRESH_MILLIS = 2000;
const SVG = 'http://www.w3.org/2000/svg';
const byId = (id) => document.getElementById(id);

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function duration(nanos) {
  if (nanos < 1e3) return `${nanos} ns`;
  if (nanos < 1e6) return `${(nanos / 1e3).toFixed(1)} µs`;
  if (nanos < 1e9) return `${(nanos / 1e6).toFixed(1)} ms`;
  return `${(nanos / 1e9).toFixed(2)} s`;
}

function clock(unixMillis) {
  const date = new Date(unixMillis);
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return `${date.toLocaleTimeString([], { hour12: false })}.${millis}`;
}

const fromNanos = (text) => Number(BigInt(text) / 1000000n);
const counts = (map) => Object.entries(map).sort().map(([key, n]) => `${key} ${n}`).join(', ') || '0';

// columns: [heading, class, row => content]
function table(columns, rows, empty) {
  if (rows.length === 0) return element('p', 'dim', empty);
  const head = element('tr', '', ...columns.map(([name, style]) => {
    const cell = element('th', style === 'num' ? 'num' : '', name);
    cell.scope = 'col';
    return cell;
  }));
  const body = rows.map((row) =>
    element('tr', '', ...columns.map(([, style, content]) => element('td', style, content(row)))));
  const whole = element('table', '', element('thead', '', head), element('tbody', '', ...body));
  return element('div', 'scroll', whole);
}

function facts(pairs) {
  const rows = pairs.map(([name, value]) => {
    const heading = element('th', '', name);
    heading.scope = 'row';
    return element('tr', '', heading, element('td', '', value));
  });
  return element('table', '', element('tbody', '', ...rows));
}

// Replacing what has not changed would take the keyboard focus and the selection away.
function show(id, data, build) {
  const place = byId(id);
  const text = JSON.stringify(data);
  if (place.dataset.shown === text) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  place.dataset.shown = text;
  place.replaceChildren(build(data));
  if (focused) {
    for (const link of place.querySelectorAll('a')) {
      if (link.getAttribute('href') === focused) link.focus();
    }
  }
}

async function load(path) {
  const reply = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!reply.ok) throw new Error(reply.status === 404 ? 'not kept' : `status ${reply.status}`);
  return reply.json();
}

function traceLink(id, text) {
  const link = element('a', '', text);
  link.href = `/traces/${id}`;
  return link;
}

function tracesTable(list) {
  return table([
    ['Time', 'fix dim', (t) => clock(fromNanos(t.startUnixNano))],
    ['Trace', '', (t) => traceLink(t.id, `${t.service}: ${t.name}${t.rootKnown ? '' : ' (root not seen)'}`)],
    ['Services', '', (t) => t.services.join(', ')],
    ['Spans', 'num', (t) => t.spanCount],
    ['Duration', 'num', (t) => duration(t.durationNanos)],
    ['', 'fix', (t) => (t.error ? element('span', 'bad', 'error') : '')],
  ], list, 'No trace yet. They appear as soon as an application with the agent serves a request.');
}

function decisionsTable(list) {
  return table([
    ['Time', 'fix dim', (d) => clock(fromNanos(d.timeUnixNano))],
    ['Application', '', (d) => d.service],
    ['Decision', 'fix', (d) => element('span', d.allowed ? 'good' : 'bad', d.allowed ? 'allowed' : 'denied')],
    ['Reason', '', (d) => d.reason.replaceAll('_', ' ') + (d.policy ? ` (${d.policy})` : '')],
    ['By', '', (d) => d.source],
    ['Request', 'code', (d) => `${d.method} ${d.path}`],
    ['From', 'code', (d) => d.sourceAddress || ''],
    ['Trace', '', (d) => (d.traceId ? traceLink(d.traceId, 'trace') : '')],
  ], list, 'No decision yet.');
}

function sessionsTable(list) {
  return table([
    ['Application', '', (s) => s.service],
    ['', 'fix', (s) => element('span', s.alive ? 'good' : 'dim', s.alive ? 'running' : 'ended')],
    ['Waiting', 'num', (s) => s.depth],
    ['Oldest', 'num', (s) => (s.depth ? duration(s.oldestUnsentAgeMillis * 1e6) : '')],
    ['Written', 'num', (s) => s.written],
    ['Delivered', 'num', (s) => s.delivered],
    ['Dropped', '', (s) => counts(s.dropped)],
    ['Discarded', '', (s) => counts(s.discarded)],
    ['Decisions', '', (s) => counts(s.decisions)],
  ], list, 'No application. Start one with -javaagent:pillion-agent.jar.');
}

function policyFacts(policy) {
  if (!policy.configured) return element('p', 'dim', 'No policy path is set: requests are not checked.');
  const whole = element('div', '', facts([
    ['State', policy.loaded ? 'in force' : 'none loaded'],
    ['Revision', policy.revision || 'none'],
    ['Policies', String(policy.policies)],
    ['Loaded', policy.loadedUnixMillis ? clock(policy.loadedUnixMillis) : 'never'],
    ['Reloads', `${policy.reloadsSucceeded} good, ${policy.reloadsFailed} refused`],
  ]));
  for (const problem of policy.problems) whole.append(element('p', 'bad code', problem));
  return whole;
}

function exportFacts(state) {
  const failure = state.lastFailure;
  return facts([
    ['To', state.endpoint || 'memory only'],
    ['State', state.failing ? element('span', 'bad', 'failing, trying again') : 'well'],
    ['Spans', `${state.exportedSpans} delivered, refused: ${counts(state.rejectedSpans)}`],
    ['Requests', `${state.requests}, repeated ${state.retries}, failed: ${counts(state.failedRequests)}`],
    ['Batches under way', String(state.inFlightBatches)],
    ['Last success', state.lastSuccessUnixMillis ? clock(state.lastSuccessUnixMillis) : 'none'],
    ['Last failure', failure ? `${clock(failure.unixMillis)} ${failure.reason}: ${failure.detail}` : 'none'],
  ]);
}

function configTable(list) {
  return table([
    ['Key', 'code', (c) => c.key],
    ['Value', 'code', (c) => c.value ?? element('span', 'dim', 'not set')],
    ['From', 'dim', (c) => c.origin],
  ], list, '');
}

async function refreshOverview() {
  const [traces, decisions, sessions, status] = await Promise.all(
    ['/api/traces?limit=50', '/api/decisions?limit=30', '/api/sessions', '/api/status'].map(load));
  show('traces', traces.traces, tracesTable);
  show('decisions', decisions.decisions, decisionsTable);
  show('sessions', sessions.sessions, sessionsTable);
  show('policy', status.policy, policyFacts);
  show('export', status.export, exportFacts);
  show('config', status.config, configTable);
  byId('summary').textContent = status.ready
    ? `${status.version}, ready, up ${duration(status.uptimeSeconds * 1e9)}`
    : `${status.version}, not ready: ${status.notReadyReasons.join('; ')}`;
}

// Parents before children, children by start; a span whose parent is missing stands at the top.
function inTreeOrder(spans) {
  const ids = new Set(spans.map((span) => span.spanId));
  const children = new Map();
  const roots = [];
  for (const span of spans) {
    if (span.parentSpanId && ids.has(span.parentSpanId) && span.parentSpanId !== span.spanId) {
      const siblings = children.get(span.parentSpanId) || [];
      siblings.push(span);
      children.set(span.parentSpanId, siblings);
    } else {
      roots.push(span);
    }
  }
  const ordered = [];
  const seen = new Set();
  const open = roots.map((span) => [span, 0]).reverse();
  while (open.length > 0) {
    const [span, depth] = open.pop();
    if (seen.has(span)) continue;
    seen.add(span);
    ordered.push([span, depth]);
    for (const child of (children.get(span.spanId) || []).slice().reverse()) open.push([child, depth + 1]);
  }
  for (const span of spans) {
    if (!seen.has(span)) ordered.push([span, 0]);
  }
  return ordered;
}

function hue(service) {
  let sum = 0;
  for (const c of service) sum = (sum * 31 + c.codePointAt(0)) % 997;
  return 140 + (sum % 150); // no red: that is for errors
}

function svgNode(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function lane(span, total) {
  const svg = svgNode('svg', { class: 'lane', 'aria-hidden': 'true' });
  const from = (100 * span.offsetNanos) / total;
  const width = Math.max(0.3, (100 * span.durationNanos) / total);
  svg.append(svgNode('rect', {
    x: `${from}%`, y: '4', width: `${width}%`, height: '14', rx: '2',
    fill: span.status === 'error' ? 'var(--bad-bar)' : `hsl(${hue(span.service)} 45% 42%)`,
  }));
  const room = 15;
  const place = from + width < 100 - room ? 'after' : from > room ? 'before' : 'inside';
  const label = svgNode('text', {
    x: `${place === 'after' ? from + width : from}%`, y: '15', dx: place === 'before' ? '-6' : '6',
    'text-anchor': place === 'before' ? 'end' : 'start', class: place,
  });
  label.textContent = duration(span.durationNanos) + (span.status === 'error' ? ' error' : '');
  svg.append(label);
  return svg;
}

function showDetail(span, button) {
  for (const other of document.querySelectorAll('.row')) other.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-expanded', 'true');
  const place = byId('span-detail');
  place.hidden = false;
  place.replaceChildren(
    element('h3', '', span.name),
    facts([
      ['Service', span.service], ['Kind', span.kind],
      ['Status', span.statusMessage ? `${span.status}: ${span.statusMessage}` : span.status],
      ['Start', `+${duration(span.offsetNanos)}`], ['Duration', duration(span.durationNanos)],
      ['Span', span.spanId], ['Parent', span.parentSpanId || 'none'], ['Scope', span.scope],
      ...attributePairs(span.attributes),
    ]));
  for (const event of span.events) {
    place.append(
      element('h3', '', `${event.name} at +${duration(event.offsetNanos)}`),
      facts(attributePairs(event.attributes)));
  }
}

function attributePairs(attributes) {
  return Object.entries(attributes).map(([key, value]) =>
    [key, element('span', 'code', Array.isArray(value) ? value.join(', ') : String(value))]);
}

function waterfall(trace) {
  const total = Math.max(1, trace.durationNanos);
  return element('div', '', ...inTreeOrder(trace.spans).map(([span, depth]) => {
    const label = element('span', 'label', element('span', 'dim', `${span.service} `), span.name);
    label.style.paddingInlineStart = `${Math.min(depth, 12)}rem`;
    label.title = `${span.service} ${span.name}`;
    const row = element('button', 'row', label, lane(span, total));
    row.type = 'button';
    row.setAttribute('aria-expanded', 'false');
    row.addEventListener('click', () => {
      history.replaceState(null, '', `#${span.spanId}`); // a link to this span
      showDetail(span, row);
    });
    if (location.hash === `#${span.spanId}`) queueMicrotask(() => showDetail(span, row));
    return row;
  }));
}

async function refreshTrace(id) {
  const trace = await load(`/api/traces/${encodeURIComponent(id)}`);
  byId('trace-title').textContent = `${trace.service}: ${trace.name}`;
  byId('trace-facts').textContent = [
    `trace ${trace.id}`, clock(fromNanos(trace.startUnixNano)), duration(trace.durationNanos),
    `${trace.spanCount} spans`, trace.services.join(', '),
    ...(trace.error ? ['with errors'] : []),
    ...(trace.omitted ? [`${trace.omitted} spans not kept`] : []),
  ].join(' · ');
  show('waterfall', trace, waterfall);
  byId('summary').textContent = '';
}

const traceId = location.pathname.startsWith('/traces/') ? location.pathname.slice('/traces/'.length) : null;
byId(traceId ? 'trace-view' : 'overview').hidden = false;

async function refresh() {
  try {
    await (traceId ? refreshTrace(traceId) : refreshOverview());
  } catch (failure) {
    byId('summary').textContent = traceId && failure.message === 'not kept'
      ? 'this trace is not kept (any more)' : `the sidecar does not answer (${failure.message})`;
  }
}

async function loop() {
  if (byId('live').checked && !document.hidden) await refresh();
  setTimeout(loop, REFRESH_MILLIS);
}

refresh().then(loop);
