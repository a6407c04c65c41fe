import type { BrandVariants, Theme } from '@fluentui/react-components';
import { createDarkTheme, createLightTheme } from '@fluentui/react-components';

/** One hue (OKLCH 262), lightness in even steps; 80 carries white text at more than 6:1. */
const brand: BrandVariants = {
  10: '#000423',
  20: '#000e3c',
  30: '#001954',
  40: '#04266c',
  50: '#0a327f',
  60: '#143e91',
  70: '#1e4ba3',
  80: '#2958b3',
  90: '#3868c5',
  100: '#497ad6',
  110: '#5a8ae3',
  120: '#6c9aee',
  130: '#82acf9',
  140: '#9abeff',
  150: '#b0cfff',
  160: '#c8dfff',
};

const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, 'Inter', 'Ubuntu', 'Cantarell', 'Noto Sans', 'DejaVu Sans', sans-serif";
const fontFamilyMonospace =
  "'Cascadia Mono', Consolas, 'SF Mono', Menlo, 'Ubuntu Mono', 'Noto Sans Mono', 'DejaVu Sans Mono', monospace";

const dark = createDarkTheme(brand);

export const lightTheme: Theme = { ...createLightTheme(brand), fontFamilyBase, fontFamilyMonospace };

export const darkTheme: Theme = {
  ...dark,
  fontFamilyBase,
  fontFamilyMonospace,
  // The generated dark theme takes 100 for text and links, which stays under 4.5:1 on the lighter of the dark surfaces.
  colorBrandForeground1: brand[130],
  colorBrandForeground2: brand[140],
  colorBrandForegroundLink: brand[130],
  colorBrandForegroundLinkHover: brand[140],
  colorBrandForegroundLinkPressed: brand[120],
  colorCompoundBrandForeground1: brand[130],
  colorCompoundBrandForeground1Hover: brand[140],
};
