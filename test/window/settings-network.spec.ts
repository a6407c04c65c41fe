import { defaultNetworkSettings } from '../../shared/model/network';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('a manual proxy is checked field by field and saved with its password', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  const save = page.getByRole('button', { name: 'Save network settings' });
  await expect(save).toBeDisabled();
  await page.getByRole('radio', { name: 'This proxy' }).click();
  await page.getByRole('textbox', { name: 'Address of the proxy' }).fill('proxy.example.com');
  await page.getByRole('checkbox', { name: /asks for a user name/ }).click();
  await save.click();
  await expect(page.getByText('Enter an address such as')).toBeVisible();
  await expect(page.getByText('Enter the user name.')).toBeVisible();
  await expect(page.getByText('Enter the password.')).toBeVisible();
  await window.expectAccessible();
  await page.getByRole('textbox', { name: 'Address of the proxy' }).fill('http://proxy.example.com:8080');
  await page.getByRole('textbox', { name: 'Without the proxy' }).fill('.example.net, 198.51.100.0/24');
  await page.getByRole('textbox', { name: 'User name' }).fill('collector');
  await page.getByLabel(/^Password/).fill('s3cret');
  await page.getByRole('button', { name: 'Browse for Additional CA file' }).click();
  await page.getByRole('radio', { name: 'TLS 1.3' }).click();
  await save.click();
  await expect(page.getByText('Network settings saved').first()).toBeVisible();
  expect(world.askedOf('network.save')).toEqual([
    {
      settings: { proxy: { kind: 'manual', url: 'http://proxy.example.com:8080', noProxy: ['.example.net', '198.51.100.0/24'], username: 'collector' }, caFile: '/etc/ssl/company-ca.pem', tlsMinimum: 'TLSv1.3' },
      password: 's3cret',
    },
  ]);
  // One way only: what is stored is a sentence.
  await expect(page.getByText('Stored in Secret Service')).toBeVisible();
});

test('unsaved network settings are not lost by leaving', async ({ window }) => {
  const page = await window.open(busyWorld(), '/settings');
  await page.getByRole('radio', { name: 'No proxy' }).click();
  await page.getByRole('link', { name: 'Ledger' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('network settings');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
});

test('what the organization decided is shown and cannot be changed', async ({ window }) => {
  const world = busyWorld();
  world.network = { settings: { ...defaultNetworkSettings, proxy: { kind: 'manual', url: 'http://proxy.example.com:8080', noProxy: [], username: null } }, passwordStored: false, managed: true };
  const page = await window.open(world, '/settings');
  await expect(page.getByText('Managed by your organization.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Address of the proxy' })).toBeDisabled();
  await window.expectAccessible();
});
