import { main } from './main';
import { serveHost } from './stage/host';

if (process.argv.includes('--host')) {
  serveHost();
} else {
  process.exitCode = await main(process.argv.slice(2));
}
