export { dnifExtractor } from './dnif-extractor';
export { dnifReadme } from './dnif-readme';
export { mappingDocument } from './mapping-document';
