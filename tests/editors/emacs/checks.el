;;; checks.el --- What a writer does in Emacs, and what is seen  -*- lexical-binding: t; -*-

;;; Commentary:

;; Started by emacs.rs in batch mode.  Each check prints `ok NAME' or `FAILED NAME: why', whatever became of those before
;; it; Emacs ends with the number of those that failed.  In the environment: EXTENSION is the folder with rolecall.el,
;; PROJECT that of the documents, PATIENCE is in seconds.

;;; Code:

(require 'cl-lib)
(require 'markdown-mode)
(add-to-list 'load-path (getenv "EXTENSION"))
(require 'rolecall)

(defvar checks-failed 0)
(defvar checks-menu nil "What the last menu offered.")
(defvar checks-patience (string-to-number (getenv "PATIENCE")))

(defun checks-say (&rest arguments)
  (princ (concat (apply #'format arguments) "\n")))

(defmacro check (name &rest steps)
  "Run STEPS, and print under NAME how they went."
  (declare (indent 1))
  `(condition-case failure
       (progn ,@steps (checks-say "ok %s" ,name))
     (error (cl-incf checks-failed)
            (checks-say "FAILED %s: %s" ,name (error-message-string failure)))))

(defmacro wait-for (why &rest probe)
  "Wait until PROBE has a value, and return it; if it never has, fail and say WHY."
  (declare (indent 1))
  `(let ((deadline (+ (float-time) checks-patience)) found)
     (while (not (or (setq found (progn ,@probe)) (> (float-time) deadline)))
       (accept-process-output nil 0.01)
       ;; In batch mode nothing runs when Emacs is idle.
       (when flymake-mode (flymake-start)))
     (or found (error "%s" ,why))))

(defun document (name)
  (find-file (expand-file-name name (getenv "PROJECT")))
  ;; `eglot-ensure' connects when the command is done.
  (run-hooks 'post-command-hook))

(defun on (text)
  "Put point on the first TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun finding (words)
  "The diagnostic that has WORDS."
  (cl-find-if (lambda (it) (string-search words (flymake-diagnostic-text it))) (flymake-diagnostics)))

(defun marked (it)
  (buffer-substring-no-properties (flymake-diagnostic-beg it) (flymake-diagnostic-end it)))

(defun line ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun all-lines ()
  (buffer-substring-no-properties (point-min) (point-max)))

;; The questions that a writer answers.
(setq last-nonmenu-event ?.
      completing-read-function
      (lambda (_prompt items &rest rest)
        (setq checks-menu (mapcar #'car items))
        (nth 4 rest)))
(defun y-or-n-p (_question) t)

(setq native-comp-deferred-compilation nil
      make-backup-files nil
      create-lockfiles nil
      eglot-autoreconnect t
      eglot-sync-connect checks-patience
      eldoc-idle-delay 0)
(add-hook 'markdown-mode-hook #'eglot-ensure)

(check "attached"
  (document "docs/fitting.md")
  (wait-for "rolecall did not start" (eglot-current-server)))

(check "diagnostic"
  (let ((it (wait-for "nothing is underlined" (finding "[generic-story-role]"))))
    (unless (equal (marked it) "user") (error "“%s” is underlined" (marked it)))
    (goto-char (point-min))
    (flymake-goto-next-error 1 nil t)
    (unless (eq (point) (flymake-diagnostic-beg it)) (error "the next finding is at “%s”" (line)))))

(check "hover"
  (on "store manager")
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (wait-for "the hover shows nothing" shown)
    (unless (string-search "Runs the shop" shown) (error "the hover says: %s" shown))))

(check "quick fix"
  (on "user")
  (condition-case nil
      (call-interactively #'eglot-code-actions)
    (error (error "no quick fix is offered")))
  (unless (string-search "As a store manager, I want to see every width" (line))
    (error "the line is now “%s”; offered were %S" (line) checks-menu))
  ;; Eglot tells of a change when Emacs is idle or the buffer is saved.
  (save-buffer)
  (wait-for "the finding is still there" (not (finding "[generic-story-role]"))))

(check "fix all"
  (on "fitter waits")
  (condition-case nil
      (rolecall-fix-all)
    (error (error "nothing is offered")))
  (unless (equal (line) "👟 Am Größentisch the shoe fitter waits.") (error "the line is now “%s”" (line))))

(check "completion"
  (goto-char (point-max))
  (insert "\nAs a shoe fi")
  (completion-at-point)
  (unless (equal (line) "As a shoe fitter") (error "the role is not put in"))
  (insert ", I want a stool, so that I can sit.\n")
  (save-buffer))

(check "settings"
  (wait-for "nothing is underlined" (finding "[generic-role]"))
  (setq eglot-workspace-configuration '(:rolecall (:rules (:generic-role "off"))))
  (eglot-signal-didChangeConfiguration (eglot-current-server))
  (wait-for "the finding is still there" (not (finding "[generic-role]"))))

(check "definition"
  (on "store manager")
  (condition-case nil
      (call-interactively #'xref-find-definitions)
    (error (error "no definition is found")))
  (unless (equal (line) "name = \"store manager\"") (error "the definition is in “%s”" (line)))
  (document "docs/fitting.md"))

(check "rename"
  (on "store manager, I want to see who")
  (condition-case why
      (eglot-rename "owner")
    (error (error "nothing is renamed: %s" why)))
  (unless (string-search "As an owner, I want to see who waits" (all-lines)) (error "the role has its old name")))

(check "restart"
  (let ((old (eglot-current-server)))
    (call-interactively #'eglot-reconnect)
    (wait-for "no new server" (not (eq old (eglot-current-server)))))
  (wait-for "nothing is underlined" (finding "[generic-role]")))

(check "killed server"
  (let ((old (eglot-current-server)))
    (signal-process (jsonrpc--process old) 'SIGKILL)
    (wait-for "no new server" (and (eglot-current-server) (not (eq old (eglot-current-server))))))
  (wait-for "nothing is underlined" (finding "[generic-role]")))

(check "other mode"
  (document "docs/returns.md")
  (gfm-mode)
  (run-hooks 'post-command-hook)
  (unless (eglot-managed-p) (error "no server for gfm-mode")))

(let ((inhibit-message t)) (save-some-buffers t))
(eglot-shutdown-all)
(kill-emacs checks-failed)

;;; checks.el ends here
