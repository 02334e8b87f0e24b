// A file system with one folder, `memory:/project`, and one document in it.

const vscode = require("vscode");

const TEXT = new TextEncoder().encode("# Tea\n\nAs a user, I want tea, so that I wake.\n");
const FILES = { "/": ["project"], "/project": ["prd.md"] };

class Memory {
  onDidChangeFile = new vscode.EventEmitter().event;

  watch() {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }) {
    const times = { ctime: 0, mtime: 0 };
    if (path in FILES) {
      return { type: vscode.FileType.Directory, size: 0, ...times };
    }
    this.readFile({ path });
    return { type: vscode.FileType.File, size: TEXT.length, ...times };
  }

  readDirectory({ path }) {
    const type = path === "/" ? vscode.FileType.Directory : vscode.FileType.File;
    return (FILES[path] ?? []).map((name) => [name, type]);
  }

  readFile({ path }) {
    if (path !== "/project/prd.md") {
      throw vscode.FileSystemError.FileNotFound(path);
    }
    return TEXT;
  }

  writeFile() {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory() {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete() {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename() {
    throw vscode.FileSystemError.NoPermissions();
  }
}

exports.activate = (context) => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider("memory", new Memory()));
};
