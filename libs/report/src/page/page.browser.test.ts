// The page in headless Chromium: what a reader sees and clicks, at three widths, in the dark and on paper.
// CHROMIUM names the browser; default is Debian's, /usr/bin/chromium. Without either the tests are skipped.
/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pixelmatch from 'pixelmatch';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import distributions from '../tasks/distributions.ts';
import pageTask from '../tasks/page.ts';
import significanceCurves from '../tasks/significance-curves.ts';
import { createAdversaries } from '../testing/adversary.ts';
import { namesOfAdversary, paperFile } from '../testing/reference.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, networksWithAdversary, type Workspace } from '../testing/workspace.ts';

// With a browser named there is no excuse: then one that does not start fails the tests instead of skipping them.
const debian = '/usr/bin/chromium';
const executablePath = process.env['CHROMIUM'] ?? (existsSync(debian) ? debian : undefined);
if (!executablePath) console.warn(`skipped: no ${debian}, and CHROMIUM names no other`);

const [wide, middle, narrow] = [1280, 800, 390];

describe.skipIf(!executablePath)('the page in a browser', () => {
  let workspace: Workspace;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    workspace = await createWorkspace(networksWithAdversary, 3);
    const adversary = await createAdversaries(workspace);
    const { curves, histograms, attacked, root } = workspace;
    const figures = [
      await runTask(significanceCurves, {}, { curves }, join(root, 'curves')),
      await runTask(distributions, { samples: { 'fgsm-scores': 'FGSM' } }, { histograms }, join(root, 'spectra')),
    ];
    const results = [...figures, ...curves, ...histograms, ...attacked, ...Object.values(adversary).flat()];
    await runTask(pageTask, { reference: paperFile, names: namesOfAdversary }, { results }, join(root, 'report'));
    address = pathToFileURL(join(root, 'report', 'index.html')).href;
    browser = await chromium.launch({ executablePath: executablePath! });
  });
  afterAll(async () => {
    await browser?.close();
    workspace?.remove();
  });

  /** Reads the page at a width; whatever it logs, throws or asks the network for ends up in `complaints`. */
  async function read(width: number, use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(address);
    await use(page);
    await context.close();
    expect(complaints).toEqual([]);
  }

  test.each([wide, middle, narrow])('at %i pixels nothing is cut off, and the contents lead on', async (width) => {
    await read(width, async (page) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const contents = page.locator('nav summary');
      await expectInView(contents);
      const entry = page.locator('nav a[href="#claims"]');
      if (width === wide) await expectInView(entry);
      else {
        expect(await entry.isVisible()).toBe(false);
        await contents.click();
      }
      const heading = page.locator('#claims');
      expect(await inView(heading)).toBe(false);
      await entry.click();
      await expectInView(heading);
      await expectInView(contents);
      if (width === wide) await page.locator('nav a[href="#claims"][aria-current]').waitFor();
    });
  });

  test('a folded table opens at a click, and where a link leads into it', async () => {
    await read(wide, async (page) => {
      const fold = page.locator('details.fold').first();
      const row = fold.locator('tbody tr').first();
      expect(await row.isVisible()).toBe(false);
      await fold.locator('summary').click();
      expect(await row.isVisible()).toBe(true);
      const target = await page.locator('.finding a.node').first().getAttribute('href');
      expect(await page.locator(byId(target!)).isVisible()).toBe(false);
      await page.locator('.finding a.node').first().click();
      await expectInView(page.locator(byId(target!)));
    });
  });

  test.each([wide, narrow])('at %i pixels a curve shows its values under the pointer', async (width) => {
    await read(width, async (page) => {
      const figure = await enliven(page, 'curves');
      const mark = figure.locator('.view .mark-symbol.role-mark path[d]').nth(60);
      await mark.scrollIntoViewIfNeeded();
      const box = (await mark.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const tip = figure.locator('.tip');
      await tip.waitFor({ state: 'visible' });
      expect(await tip.innerText()).toMatch(/sample: .+\nthreshold: [01]\.\d{3}\nεS \/ √εB: \d\.\d{3}/);
      expect(await tip.evaluate(isWhole)).toBe(true);
      await page.mouse.move(1, 1);
      await tip.waitFor({ state: 'hidden' });
    });
  });

  test('live drawings are the static ones', async () => {
    await read(wide, async (page) => {
      for (const node of ['curves', 'spectra']) {
        const still = await picture(page.locator(byId(`#figure-${node}`)).locator('.live > svg'));
        const live = await picture((await enliven(page, node)).locator('.view svg'));
        expect([live.width, live.height]).toEqual([still.width, still.height]);
        expect(difference(still, live)).toBeLessThan(0.001);
      }
    });
  });

  test('in the dark, text is legible and figures lie in the page without a seam', async () => {
    const dark = async (page: Page) => {
      await openAll(page);
      const pairs = await page.locator(':is(nav, main) :not(svg *, svg)').evaluateAll(inkOnPaper);
      expect(new Set(pairs).size).toBeGreaterThan(5);
      for (const pair of new Set(pairs)) {
        const [ink, paper] = pair.split(' on ').map(luminance);
        expect(paper, pair).toBeLessThan(0.05);
        // Contrast ratio of WCAG 2.2, and its least for text (success criterion 1.4.3).
        expect((ink! + 0.05) / (paper! + 0.05), pair).toBeGreaterThanOrEqual(4.5);
      }
      const body = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const { data } = await picture(page.locator('.drawing > svg').first());
      expect(`rgb(${[...data.subarray(0, 3)].join(', ')})`).toBe(body);
    };
    await read(wide, dark, { colorScheme: 'dark' });
  });

  test('on paper, figures are the static ones and no table is folded, whatever the screen shows', async () => {
    const printed = async (page: Page) => {
      await enliven(page, 'curves');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
      const shown = (selector: string) =>
        page.locator(selector).evaluateAll((all) => all.map((one) => one.checkVisibility() && one.clientHeight > 0));
      expect(await shown('.live > svg')).toEqual([true, true]);
      expect(await shown('.view, nav, .tip')).not.toContain(true);
      const rows = await shown('details.fold tbody tr');
      expect(rows.length).toBeGreaterThan(30);
      expect(rows).not.toContain(false);
      expect(
        await page
          .locator('.live > svg')
          .first()
          .evaluate((one) => getComputedStyle(one).filter),
      ).toBe('none');
    };
    await read(wide, printed, { colorScheme: 'dark' });
  });
});

const openAll = (page: Page) =>
  page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));

/** In the page: `ink on paper` of every element with text of its own. */
const inkOnPaper = (all: Element[]) =>
  all
    .filter((one) => Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.textContent!.trim() !== ''))
    .map((one) => {
      let behind: Element | null = one;
      const paper = () => (behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)');
      while (behind && paper() === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
      return `${getComputedStyle(one).color} on ${paper()}`;
    });

/** Relative luminance of `rgb(r, g, b)`, WCAG 2.2. */
function luminance(colour: string): number {
  const linear = colour.match(/\d+/g)!.map((level) => {
    const share = Number(level) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red, green, blue] = linear;
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const byId = (hash: string) => `[id="${hash.slice(1)}"]`;

/** Whether an element is in the window and nothing lies on it. */
const inView = (one: Locator) =>
  one.evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    const above = document.elementFromPoint(left + 2, top + 2);
    return element.checkVisibility() && bottom <= innerHeight && element.contains(above);
  });

const expectInView = (one: Locator) => expect.poll(() => inView(one)).toBe(true);

/** In the page: whether no edge of a tip is cut off by the frame that it lies in. */
const isWhole = (tip: Element) => {
  const [own, frame] = [tip, tip.parentElement!].map((one) => one.getBoundingClientRect());
  return (
    own!.top >= frame!.top && own!.bottom <= frame!.bottom && own!.left >= frame!.left && own!.right <= frame!.right
  );
};

/** A figure whose live drawing is there. */
async function enliven(page: Page, node: string): Promise<Locator> {
  const figure = page.locator(byId(`#figure-${node}`));
  await figure.locator('.live').hover({ position: { x: 5, y: 5 } });
  await figure.locator('.live[data-live=ready]').waitFor();
  return figure;
}

const picture = async (one: Locator) => PNG.sync.read(await one.screenshot());

/** Share of the pixels in which two pictures of one size differ. */
const difference = (a: PNG, b: PNG) =>
  pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.2 }) / (a.width * a.height);
