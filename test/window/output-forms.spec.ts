import type { Page } from '@playwright/test';

import type { OutputType } from '../../shared/model/output';
import { say } from '../../shared/text/message';
import { isTooWide, picture } from './support/picture';
import { busyStatus, failure, health, outputStatus } from './support/samples';
import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld } from './support/world';

const types: readonly OutputType[] = ['http', 'tcp', 'syslog', 'file', 'http-ndjson', 'splunk-hec', 'elasticsearch', 'kafka'];

/** Everything that can be opened is open, so that the picture and the audit see all of it. */
async function openAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Daily volume').fill('500');
  const proof = page.getByRole('checkbox', { name: 'Ask DNIF whether events arrive' });
  if ((await proof.count()) > 0) {
    await proof.check();
    await page.getByRole('button', { name: 'Certificates of the console' }).click();
  }
}

for (const scheme of ['light', 'dark'] as const) {
  for (const type of types) {
    test(`the form of ${type} is accessible in ${scheme} and fits into 900 by 600`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(busyWorld(), `/outputs/new/${type}`);
      await openAll(page);
      await picture(page, `form-${type}-${scheme}`);
      await window.expectAccessible();
      await window.resize(900, 600);
      await picture(page, `form-${type}-${scheme}-small`);
      expect(await isTooWide(page)).toBe(false);
    });
  }
}

function volumeWorld(): World {
  const world = busyWorld();
  const now = Date.now();
  const mib = 1024 * 1024;
  const day = now - (now % 86_400_000);
  const missing = failure('OUT-ARRIVAL', 'the event 0f3c was sent 15 min ago');
  world.status = {
    ...busyStatus(),
    outputs: [
      outputStatus({
        health: health({ state: 'degraded', failure: failure('OUT-VOLUME', '85 of 100 MiB (85 %) were sent since 00:00 UTC; sending goes on above the limit') }), filtered: 31_000,
        volume: { day, bytes: 85 * mib, byLogType: { SIEM: 80 * mib, DLP: 5 * mib }, limitBytes: 100 * mib, warnAtPercent: 80, stops: false, forecast: { bytes: 120 * mib, basis: 'previous-days' } },
        arrival: { everyHours: 6, provenAt: now - 9 * 3_600_000, sighting: { stream: 'EMAIL', parse: 'PAD' }, triedAt: now - 600_000, nextAt: now + 3_600_000, failure: missing },
      }),
      outputStatus({
        outputId: 'o2', name: 'Archive', waiting: 0, delivered: 4_097,
        volume: { day, bytes: 12 * mib, byLogType: { SIEM: 12 * mib }, limitBytes: null, warnAtPercent: 80, stops: false, forecast: { bytes: 31 * mib, basis: 'today' } },
      }),
    ],
  };
  return world;
}

for (const [name, path] of [['list', '/outputs'], ['edit', '/outputs/edit/o1'], ['status', '/status']] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`volume and proof are accessible on ${name} in ${scheme}`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(volumeWorld(), path);
      await expect(page.getByText(/Arrival not proven since/).first()).toBeVisible();
      await picture(page, `volume-${name}-${scheme}`);
      await window.expectAccessible();
    });
  }
}

test('the list of outputs fits into 900 by 600', async ({ window }) => {
  const page = await window.open(volumeWorld(), '/outputs', { width: 900, height: 600 });
  await expect(page.getByText(/Arrival not proven since/).first()).toBeVisible();
  await picture(page, 'volume-list-small');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
});

test('what was sent and what came back is accessible, and hostile text stays text', async ({ window }) => {
  const world = busyWorld();
  const item = { id: 'send', title: say('check.send.test', { name: 'DNIF production' }), logType: null, state: 'passed' as const, message: say('check.send.acknowledged'), failure: null, durationMs: 90 };
  world.report = { passed: true, startedAt: Date.now(), durationMs: 90, items: [{ ...item, exchange: { sent: `POST https://dnif.example.com\nauthorization: ••••••\n\n[{"subject":"${'long '.repeat(60)}"}]`, answer: 'HTTP 200 OK\n\n<img src=x onerror=alert(1)>\u202Egnp' } }] };
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Send test event' }).click();
  await page.getByRole('button', { name: 'What was sent' }).click();
  await page.getByRole('button', { name: 'What came back' }).click();
  const answer = page.getByRole('group', { name: 'What came back' });
  await expect(answer).toContainText('<img src=x');
  await expect(page.locator('img')).toHaveCount(0);
  expect(await answer.textContent()).not.toContain('\u202E');
  await answer.scrollIntoViewIfNeeded();
  await picture(page, 'exchange');
  await window.expectAccessible();
});

test('the example follows the form, and stays while a field is half typed', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/new/http');
  const sample = page.getByRole('group', { name: 'What will be sent' });
  await expect(sample).toContainText('"format":"both","model":"dnif"');
  // No receiver was entered yet, and none is asked.
  expect(world.askedOf('outputs.check')).toEqual([]);
  await page.getByRole('radio', { name: 'Normalized' }).click();
  await expect(sample).toContainText('"format":"normalized"');
  await page.getByLabel('Field names').selectOption('ecs');
  await expect(sample).toContainText('"model":"ecs"');
  await page.getByLabel('Log type', { exact: true }).selectOption('DLP');
  await expect(sample).toContainText('"logType":"DLP"');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Fields to leave out').fill('id');
  await expect(page.getByText('this is the example of before')).toBeVisible();
  await expect(sample).toBeVisible();
  await page.getByLabel('Fields to leave out').fill('subject');
  await expect(page.getByText('this is the example of before')).toHaveCount(0);
  await expect.poll(() => world.askedOf('outputs.sample').at(-1)?.config.dropFields).toEqual(['subject']);
  world.sample = { kind: 'left-out' };
  await page.getByRole('radio', { name: 'Only these' }).click();
  await page.getByLabel('Event types to send').fill('delivery');
  await expect(page.getByText('Nothing: this output leaves such an event out.')).toBeVisible();
});

test('the form says which way DNIF reads, and gives the extractor', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/new/tcp');
  const card = page.getByRole('region', { name: 'How DNIF reads the events' });
  await expect(card.getByRole('listitem').filter({ hasText: 'Fields of DNIF' })).toContainText('Chosen');
  await card.getByRole('button', { name: 'Use this: Raw passthrough' }).click();
  await expect(page.getByRole('radio', { name: 'Raw' })).toBeChecked();
  await expect(card.getByRole('listitem').filter({ hasText: 'Raw passthrough' })).toContainText('Chosen');
  await card.getByRole('button', { name: 'Use this: Fields of DNIF' }).click();
  await expect(page.getByLabel('Field names')).toHaveValue('dnif');
  await card.getByRole('button', { name: 'Export extractor file…' }).click();
  await expect(page.getByText('Extractor file exported.').first()).toBeVisible();
  expect(world.askedOf('outputs.saveExtractor')).toHaveLength(1);
});

for (const type of ['tcp', 'syslog', 'kafka'] as const) {
  test(`the way to the receiver of ${type} is chosen, and left out while it is the usual one`, async ({ window }) => {
    const world = busyWorld();
    const page = await window.open(world, `/outputs/new/${type}`);
    await page.getByRole('textbox', { name: 'Output Name' }).fill('Inside');
    if (type === 'kafka') {
      await page.getByRole('textbox', { name: 'Brokers' }).fill('kafka1:9093');
      await page.getByRole('textbox', { name: 'Topic' }).fill('events');
      await page.getByLabel('Authentication').selectOption('none');
    } else {
      await page.getByRole('textbox', { name: 'Host' }).fill('10.1.2.3');
      await page.getByRole('textbox', { name: 'Port' }).fill('6514');
    }
    await page.getByRole('button', { name: 'Advanced' }).click();
    await expect(page.getByRole('radio', { name: 'Automatic' })).toBeChecked();
    await expect(page.getByText('Directly where the host is a private address')).toBeVisible();
    await page.getByRole('button', { name: 'Send test event' }).click();
    await expect.poll(() => world.askedOf('outputs.check')).toHaveLength(1);
    expect(world.askedOf('outputs.check')[0]?.config).not.toHaveProperty('way');
    await page.getByRole('radio', { name: 'Connect directly' }).click();
    await expect(page.getByText('Never through a proxy. For a receiver inside your network.')).toBeVisible();
    await page.getByRole('button', { name: 'Send test event' }).click();
    await expect.poll(() => world.askedOf('outputs.check').at(-1)?.config).toMatchObject({ way: 'direct' });
  });
}

test('the way to the receiver cannot be chosen where the organization manages the network, nor for UDP', async ({ window }) => {
  const world = busyWorld();
  world.network = { ...world.network, managed: true };
  const page = await window.open(world, '/outputs/new/syslog');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByRole('radio', { name: 'Connect directly' })).toBeDisabled();
  await expect(page.getByText('Your organization manages the network settings: they count')).toBeVisible();
  await picture(page, 'way-managed');
  await window.expectAccessible();
  await page.getByRole('radio', { name: 'UDP' }).click();
  await expect(page.getByRole('radio', { name: 'Connect directly' })).toHaveCount(0);
});

test('an output is made by keys alone', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs');
  await expect(page.getByRole('heading', { level: 1, name: 'Outputs' })).toBeFocused();
  const add = page.getByRole('button', { name: 'Add output' });
  await tabTo(page, () => add.evaluate((each) => each === document.activeElement));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'DNIF HTTPS' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Add output: DNIF HTTPS' })).toBeFocused();
  const typeInto = async (label: string, text: string): Promise<void> => {
    const field = page.getByRole('textbox', { name: label, exact: true });
    await tabTo(page, () => field.evaluate((each) => each === document.activeElement));
    await page.keyboard.type(text);
  };
  await typeInto('Output Name', 'SOC');
  await typeInto('Address', 'https://tenant.dnif.cloud/events');
  await typeInto('Token', 't0ken');
  const both = page.getByRole('radio', { name: 'Both' });
  await tabTo(page, () => both.evaluate((each) => each === document.activeElement));
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: 'Normalized' })).toBeChecked();
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await tabTo(page, () => save.evaluate((each) => each === document.activeElement));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Outputs' })).toBeFocused();
  expect(world.askedOf('outputs.save')).toMatchObject([{ config: { name: 'SOC', url: 'https://tenant.dnif.cloud/events', format: 'normalized', model: 'dnif', auth: { kind: 'bearer' } }, secret: 't0ken' }]);
});

/** Presses Tab until the focus is there; fails when it never comes there. */
async function tabTo(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The focus never got there.');
}

function longWorld(): World {
  const world = volumeWorld();
  const long = 'A name as long as names may be, which an administrator chose with care and love';
  world.outputs = world.outputs.map((output, place) => (place === 0 ? { ...output, config: { ...output.config, name: long }, usedBy: ['Head office', 'Another branch of the same company with a long name', 'Third'] } : output));
  return world;
}

for (const [scheme, language, size] of [['light', 'en', 1280], ['dark', 'en', 900], ['light', 'en-XA', 1280], ['light', 'en-XA', 900], ['dark', 'en-XB', 900]] as const) {
  test(`the list and two forms in ${scheme}, ${language}, ${String(size)} pixels wide`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    for (const path of ['/outputs', '/outputs/edit/o1', '/outputs/new/syslog']) {
      const page = await window.open(longWorld(), path, { width: size, height: 800 }, language);
      await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
      if (path === '/outputs/new/syslog') await page.getByRole('button', { expanded: false }).first().click();
      expect(await isTooWide(page)).toBe(false);
      await window.expectAccessible();
      await picture(page, `outputs${path.replaceAll('/', '-')}-${scheme}-${language}-${String(size)}`);
    }
  });
}
