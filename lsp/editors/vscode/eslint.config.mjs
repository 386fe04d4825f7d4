import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  {
    files: ["src/**/*.ts"],
    extends: [js.configs.recommended, ...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Fields of what a server sent are read by name, so that the compiler knows that they may be anything.
      "@typescript-eslint/dot-notation": "off",
      // VS Code's `Disposable` is a class that everybody implements as an interface.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["test/**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: { Buffer: "readonly", URL: "readonly", process: "readonly" } },
  },
);
