// Does the page work in a real browser? `./check html` makes the pages and runs this: PAGES is the folder with `all.html` (every committed
// result), `forty.html` (forty of them) and `hostile.html` (an adapter whose every word is an attack); CHROMIUM the browser.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const pages = process.env.PAGES;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MEGABYTE = 1_000_000;
// Three times what is asked for, in the time that the page's thread works: other programs beside are no reason to fail.
const PATIENCE = 3_000;

let browser;
const contexts = [];
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});
afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
after(() => browser?.close());

/** Opens a page and gives what happened on it beside: requests for anything but itself, and what the browser complained about. */
async function open(name, { fragment = '', measured = false, ...options } = {}) {
  const context = await browser.newContext(options);
  contexts.push(context);
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const address = `${pathToFileURL(`${pages}/${name}.html`)}`;
  const requests = [];
  const complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  const session = measured && (await context.newCDPSession(page));
  if (session) await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(address + fragment, { waitUntil: 'load' });
  const others = () => requests.filter((url) => url.split('#')[0] !== address);
  /** How long the page's thread has worked, in milliseconds. */
  const work = async () => 1000 * (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  return { page, others, complaints, work };
}

const shown = (page, selector) => page.locator(`${selector}:visible`).count();

describe('without JavaScript', () => {
  test('the page is whole: matrix, vectors, sentences, and details that open', async () => {
    const it = await open('all', { javaScriptEnabled: false });
    const { page } = it;
    assert.match(await page.locator('.verdict').first().textContent(), /^\d+ implementations were asked about [\d,]+ tokens, [\d,]+ cases under 16 profiles\.$/);
    assert.ok((await shown(page, '#matrix tbody tr')) > 100);
    assert.ok((await shown(page, 'details.vector')) > 1000);
    assert.ok((await shown(page, '.clause')) > 100);
    assert.equal(await shown(page, '#filter'), 0);
    const vector = page.locator('[id="v/rfc7519/aud/null"]');
    await vector.locator('summary').click();
    assert.match(await vector.innerText(), /"aud":null/);
    assert.match(await vector.innerText(), /reject/);
    assert.deepEqual(it.others(), []);
  });
});

describe('with JavaScript', () => {
  test('it filters by text, profile, outcome and implementation, says how many are left, and keeps that in the address', async () => {
    const it = await open('all');
    const { page } = it;
    const status = page.locator('#count');
    const vectors = await shown(page, 'details.vector');
    assert.match(await status.textContent(), /^[\d,]+ vectors, \d+ implementations, \d+ sentences$/);

    await page.keyboard.press('/');
    await page.keyboard.type('AUD/null');
    await page.waitForFunction(() => location.hash.includes('q=AUD'));
    assert.ok(await page.locator('[id="v/rfc7519/aud/null"]').isVisible());
    const byText = await shown(page, 'details.vector');
    assert.ok(byText > 0 && byText < 20, `${byText} vectors`);
    assert.match(await status.textContent(), new RegExp(`^${byText} of [\\d,]+ vectors`));

    await page.locator('#filter button').click();
    await page.waitForFunction(() => !location.hash.includes('q='));
    assert.equal(await shown(page, 'details.vector'), vectors);

    await page.locator('#implementation').selectOption('pyjwt');
    await page.locator('#outcome').selectOption('false-accept');
    await page.locator('#profile').selectOption('unconfigured');
    await page.waitForFunction(() => location.hash.includes('profile=unconfigured'));
    assert.equal(await shown(page, 'details.implementation'), 1);
    const left = await shown(page, 'details.vector');
    const counted = await page.locator('#matrix tbody tr:visible td:visible').last().textContent();
    assert.equal(counted, `${left}A`);
    assert.match(await page.locator('details.vector:visible .its').first().textContent(), /^false accept/);

    await page.locator('#profile').selectOption('');
    await page.locator('#outcome').selectOption('unsupported');
    await page.waitForFunction(() => location.hash.includes('outcome=unsupported'));
    assert.match(await page.locator('details.vector:visible .its').first().textContent(), /unsupported \(/);
    assert.deepEqual([it.others(), it.complaints], [[], []]);
  });

  test('an address brings back a filter, and an address of something filtered out shows it', async () => {
    const it = await open('all', { fragment: '#?q=null&implementation=pyjwt' });
    const { page } = it;
    assert.equal(await page.locator('#q').inputValue(), 'null');
    assert.equal(await page.locator('#implementation').inputValue(), 'pyjwt');
    assert.equal(await shown(page, 'details.implementation'), 1);
    await page.evaluate(() => { location.hash = '#v/rfc7519/aud/string'; });
    const vector = page.locator('details[id="v/rfc7519/aud/string"]');
    await vector.locator('dl').waitFor();
    assert.ok(await vector.evaluate((element) => element.open && element.contains(document.activeElement)));
    await page.evaluate(() => { location.hash = '#?q=nothing-is-called-like-this'; });
    await page.waitForFunction(() => document.getElementById('count').textContent.startsWith('0 of'));
    assert.equal(await shown(page, '#vectors .empty'), 1);
  });

  test('every link within the page leads somewhere', async () => {
    const it = await open('all');
    const dead = await it.page.evaluate(() => {
      const targets = new Set([...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1)));
      return [...targets].filter((target) => !document.getElementById(target));
    });
    assert.deepEqual(dead, []);
  });

  test('no id is given twice, and nothing is wider than the window but what scrolls by itself', async () => {
    for (const width of [390, 1280]) {
      const it = await open('all', { viewport: { width, height: 900 } });
      const found = await it.page.evaluate(() => {
        document.querySelectorAll('details').forEach((element, at) => { element.open = at % 7 === 0; });
        const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
        return { twice: ids.filter((id, at) => ids.indexOf(id) !== at), over: document.documentElement.scrollWidth - document.documentElement.clientWidth };
      });
      assert.deepEqual(found, { twice: [], over: 0 }, `at ${width} pixels`);
    }
  });
});

describe('an adapter whose every word is an attack', () => {
  for (const javaScriptEnabled of [false, true]) {
    test(`is shown as text, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const it = await open('hostile', { javaScriptEnabled });
      const { page } = it;
      assert.doesNotMatch(await page.title(), /owned/);
      assert.equal(await page.locator('img, iframe, object, svg, [onerror], [onfocus], [autofocus]').count(), 0);
      assert.equal(await page.locator('style').count(), 1);
      assert.equal(await page.locator('script').count(), 2);
      assert.equal(await page.locator('a[href^="javascript:" i]').count(), 0);
      const text = await page.locator('#implementations').textContent();
      assert.match(text, /<\/script><script>document\.title = "owned"<\/script>/);
      assert.match(text, /<img src="https:\/\/network\.example\/x"/);
      assert.match(text, /\\u202e/);
      // Without the page's own ✓, – and the like, nothing is left that turns the text or cannot be seen.
      assert.doesNotMatch(await page.locator('body').textContent(), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
      assert.doesNotMatch(text, /x{1000}/);
      assert.ok(await page.locator('#outcomes').isVisible());
      assert.deepEqual(it.others(), []);
      assert.deepEqual(it.complaints, []);
    });
  }

  test('is filtered like any other', async () => {
    const it = await open('hostile');
    await it.page.locator('#q').fill('<script>');
    await it.page.waitForFunction(() => location.hash.includes('q='));
    assert.equal(await shown(it.page, 'details.implementation'), 1);
    await it.page.locator('#implementation').selectOption({ index: 1 });
    await it.page.waitForFunction(() => location.hash.includes('implementation='));
    assert.deepEqual([it.others(), it.complaints], [[], []]);
  });
});

describe('the policy in the page', () => {
  test('lets nothing but its own script run, and nothing be fetched', async () => {
    const it = await open('forty');
    await it.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "owned"';
      const image = new Image();
      image.src = 'https://network.example/x';
      document.body.append(script, image);
    });
    assert.doesNotMatch(await it.page.title(), /owned/);
    assert.ok(it.complaints.some((text) => text.includes('Content Security Policy')));
  });
});

describe('accessibility', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const name of ['forty', 'hostile']) {
      test(`axe-core finds nothing serious in ${name}.html, ${colorScheme}`, async () => {
        const it = await open(name, { colorScheme, bypassCSP: true, viewport: { width: 1280, height: 900 } });
        const { page } = it;
        // A few of each kind, opened, are what all are like; the rest would only take long.
        await page.evaluate(() => {
          for (const selector of ['details.vector', 'details.implementation', '.clause', '.question', '.mutant']) {
            [...document.querySelectorAll(selector)].forEach((element, at) => {
              if (at >= 12) return element.remove();
              element.open = true;
              element.querySelectorAll('details').forEach((inner) => { inner.open = true; });
            });
          }
          document.querySelectorAll('section.topic, section.document').forEach((section) => section.querySelector('details, article') ?? section.remove());
        });
        // What a scrolling box cuts off, or what is not drawn until it is in sight, would be taken for the ground of the text that lies there.
        await page.addStyleTag({ content: '.scroll { max-height: none !important; } details { content-visibility: visible !important; }' });
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
        const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
        const told = (list) => list.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
        assert.deepEqual(told(serious), []);
        if (violations.length) console.log(`less than serious: ${told(violations).join('; ')}`);
        assert.ok(passes.length > 20);
      });
    }
  }
});

describe('size and time', () => {
  for (const name of ['forty', 'all']) {
    test(`${name}.html is small, and there soon`, async () => {
      const size = statSync(`${pages}/${name}.html`).size;
      const it = await open(name, { measured: true });
      const [load, work] = [await it.page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd), await it.work()];
      const start = Date.now();
      await it.page.locator('#outcome').selectOption('failure');
      await it.page.waitForFunction(() => location.hash.includes('failure'));
      console.log(`${name}.html: ${(size / MEGABYTE).toFixed(2)} MB, loaded in ${Math.round(load)} ms, ${Math.round(work)} ms of them work, filtered in ${Date.now() - start} ms`);
      assert.ok(size < 5 * MEGABYTE, `${size} bytes`);
      assert.ok(work < PATIENCE, `${work} ms`);
    });
  }
});

// For people: SCREENSHOTS names a folder for pictures of each section, narrow and wide, light and dark.
if (process.env.SCREENSHOTS) {
  test('pictures', async () => {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    for (const width of [390, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        const it = await open('all', { colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
        const targets = ['overview', 'matrix', 'i/pyjwt', 'v/rfc7519/comparison/cyrillic-a', 'v/rfc7519/aud/null', 'specification', 'c/RFC7519-4.1.3-b', 'choices', 'mutants', 'outcomes'];
        for (const target of targets) {
          await it.page.evaluate((fragment) => { location.hash = fragment; }, `#${target}`);
          await it.page.waitForTimeout(300);
          await it.page.screenshot({ path: `${process.env.SCREENSHOTS}/${width}-${colorScheme}-${target.replaceAll('/', '_')}.png` });
        }
      }
    }
  });
}
