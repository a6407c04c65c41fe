/** First start. */
export const welcomeTexts = {
  'welcome.title': 'Welcome to Mimecast Connector',
  'welcome.lead': 'Collects the logs of your Mimecast account and delivers them to DNIF or to files. Every event is kept on disk until its output has confirmed it.',
  'welcome.demo.title': 'Look around first',
  'welcome.demo.text': 'A simulated Mimecast account on this computer. Leaving the demo removes it.',
  'welcome.demo.start': 'Try the demo',
  'welcome.demo.starting': 'Starting the demo…',
  'welcome.connect.title': 'Connect your account',
  'welcome.connect.text': 'Enter the credentials of your API application, test the connection, and start to collect.',
  'welcome.needs.title': 'What you need',
  'welcome.needs.keys.title': 'A Client ID and Client Secret',
  'welcome.needs.keys.text': 'From an API 2.0 application in the Mimecast console, under Integrations > API and Platform Integrations.',
  'welcome.needs.role.title': 'A role with the permission of each log type',
  'welcome.needs.role.text': 'The form shows the exact words beside each log type, ready to copy. Logging must be switched on in Mimecast.',
  'welcome.needs.place.title': 'A place for the events',
  'welcome.needs.place.text': 'A folder on this computer, or the address and authentication of an HTTPS connector in DNIF.',
} as const;
