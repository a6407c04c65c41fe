/** Raw material of the synthetic world. Names and domains are invented; addresses lie in the documentation ranges. */

export const FIRST_NAMES = [
  'Ada', 'Amara', 'Anders', 'Bea', 'Boris', 'Carmen', 'Chidi', 'Chloe', 'Dana', 'Dmitri', 'Elif', 'Emil', 'Farah', 'Finn', 'Gita', 'Hana',
  'Hugo', 'Ines', 'Ivan', 'Jonas', 'Kira', 'Lars', 'Leila', 'Mateo', 'Mina', 'Nadia', 'Noah', 'Olga', 'Omar', 'Priya', 'Quentin', 'Rosa',
  'Samir', 'Selma', 'Tariq', 'Uma', 'Viktor', 'Wanda', 'Yusuf', 'Zoe',
] as const;

export const LAST_NAMES = [
  'Abara', 'Bergstrom', 'Castell', 'Dahl', 'Egede', 'Farouk', 'Grau', 'Holm', 'Ibsen', 'Jansky', 'Kowal', 'Lindqvist', 'Moreau', 'Nakata',
  'Okafor', 'Petrov', 'Quist', 'Ramos', 'Sorel', 'Tanaka', 'Ueda', 'Varga', 'Wolff', 'Yilmaz', 'Zeller',
] as const;

export const TENANT_DOMAINS = ['example.com', 'uk.example.com', 'labs.example.com'] as const;

export const OUTSIDE_DOMAINS = [
  'example.net', 'example.org', 'mail.example.net', 'news.example.org', 'billing.example.net', 'shop.example.org', 'partners.example.net',
  'freight.example.org', 'bank.example.net', 'travel.example.org', 'cloud.example.net', 'alerts.example.org', 'hr.example.net',
  'legal.example.org', 'press.example.net', 'school.example.org', 'clinic.example.net', 'energy.example.org', 'parts.example.net',
  'design.example.org', 'xn--bcher-kva.example.net', 'lists.example.org', 'tickets.example.net', 'events.example.org',
] as const;

export const SUBJECT_PATTERNS = [
  'Invoice {n} for {topic}', 'Re: {topic} on {day}', 'Fwd: {topic}: final version', '{topic}: agenda for {day}', 'Order {n} has shipped',
  'Your receipt no. {n}', 'Reminder: {topic} is due {day}', 'Minutes of the {topic} meeting', 'Action required: {topic}',
  'AW: Angebot {n} / {topic}', 'Payment {n} overdue', '[{topic}] build {n} finished', 'Newsletter {day}: {topic}',
  'Password expires {day}', 'Welcome to {topic}', 'Question about {topic} ({n})',
] as const;

export const TOPICS = [
  'quarterly forecast', 'office move', 'supplier contract', 'payroll run', 'network upgrade', 'travel booking', 'security training',
  'customer survey', 'price list', 'audit preparation', 'data centre lease', 'product launch', 'warehouse stock', 'holiday rota',
] as const;

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', '3 March', '17 June', '29 October'] as const;

/** Subjects that have broken log tools before: other scripts, line separators, quotes, markup, formulas, tabs, emptiness. */
export const AWKWARD_SUBJECTS = [
  'Größe & Maße: Überweisung für März', 'Facture n° 42 — réglée à l’échéance', 'お支払いのご案内（第2四半期）', 'Счёт на оплату № 77', 'تذكير بالدفع الشهري',
  '🎉 Launch day! 🚀', 'Line\u2028separator inside', 'Paragraph\u2029separator inside', 'He said "approve" and left', "O'Neil's \\\\server\\share",
  '<b>Urgent</b> <script>alert(1)</script>', '<img src=x onerror=alert(1)>', '=HYPERLINK("http://example.net","open")', 'tab\there and there',
  'nul\u0000byte and bell\u0007', 'zero\u200bwidth and \u202eright-to-left', '  leading and trailing  ', '%s %d %n {0} ${env}', 'e\u0301 decomposed', '',
] as const;

export const VIRUSES = ['Eicar-Test-Signature', 'Trojan.Generic.Simulated', 'W97M.Downloader.Simulated', 'JS.Obfus.Simulated', 'HTML.Phish.Simulated'] as const;

export const URL_CATEGORIES = ['Phishing & Fraud', 'Malware', 'Newly Observed Domains', 'Blocklisted', 'Suspicious', 'Compromised'] as const;

export const FILE_KINDS = [
  { extension: 'pdf', mime: 'application/pdf' },
  { extension: 'docx', mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  { extension: 'xlsm', mime: 'application/vnd.ms-excel.sheet.macroEnabled.12' },
  { extension: 'zip', mime: 'application/zip' },
  { extension: 'html', mime: 'text/html' },
  { extension: 'png', mime: 'image/png' },
  { extension: 'exe', mime: 'application/vnd.microsoft.portable-executable' },
] as const;

export const POLICIES = ['Default Content Policy', 'Payment card data', 'Confidential', 'Personal data (EU)', 'Source code', 'Outbound attachments over 20 MB'] as const;

export const ROUTING_POLICIES = ['Default Inbound Delivery', 'Office 365 Inbound Routing', 'On-premises Route', 'Partner Forced TLS'] as const;
