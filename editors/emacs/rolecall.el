;;; rolecall.el --- PRDs and user stories that say who  -*- lexical-binding: t; -*-

;; URL: https://github.com/rolecall/rolecall
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: text, tools
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Tells Eglot of the language server rolecall, which marks the generic words
;; (user, customer, client, people...) in requirements that are written in
;; Markdown, and offers the roles that a project really has.
;;
;;     (require 'rolecall)
;;     (add-hook 'markdown-mode-hook #'eglot-ensure)
;;
;; Eglot starts one server for each mode.  This file puts rolecall first for
;; Markdown; a prefix argument, `C-u M-x eglot', asks for another one.
;; README.md, beside this file, has the keys and the settings.

;;; Code:

(require 'eglot)

(defgroup rolecall nil
  "PRDs and user stories that say who."
  :group 'eglot
  :prefix "rolecall-")

(defcustom rolecall-program "rolecall"
  "The language server: a name on the variable `exec-path', or a path."
  :type 'file)

(defconst rolecall--modes
  '((markdown-mode :language-id "markdown")
    (gfm-mode :language-id "markdown")
    (markdown-ts-mode :language-id "markdown"))
  "The modes for Markdown, and what Markdown is called in the protocol.")

(defun rolecall--contact (&optional _interactive &rest _)
  "Return how the language server is started."
  (list rolecall-program "server"))

;;;###autoload
(defun rolecall-register ()
  "Let Eglot start rolecall in Markdown.  Loading this file has done that."
  (interactive)
  (add-to-list 'eglot-server-programs (cons rolecall--modes #'rolecall--contact)))

;;;###autoload
(defun rolecall-fix-all ()
  "Mend all in this buffer that is safe to mend at once."
  (interactive)
  (eglot-code-actions (point-min) (point-max) "source.fixAll.rolecall" t))

(rolecall-register)

(provide 'rolecall)

;;; rolecall.el ends here
