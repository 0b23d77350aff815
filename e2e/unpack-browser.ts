import chromium from "@sparticuz/chromium";

// A process of its own: the package unpacks into the temporary folder of its process and alters its environment.
await chromium.executablePath();
