import { isLanguage } from '../../shared/text/languages';
import { speak } from '../../shared/text/text';

/*
 * Main writes the language into the page. This file is the first import of main.tsx, so texts may be asked for while the
 * other files are loaded; another language loads the window anew.
 */
const { lang } = document.documentElement;
if (isLanguage(lang)) speak(lang);
