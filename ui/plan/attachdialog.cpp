// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/attachdialog.h"

#include "ui/run/elsewhere.h"
#include "ui/run/wanting.h"
#include "ui/run/wished.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

QTreeWidget *makeList(const QString &name, const QString &what, const Theme &theme)
{
    auto *list = new QTreeWidget;
    list->setObjectName(name);
    list->setAccessibleName(what);
    list->setHeaderLabels({what, AttachDialog::tr("Tokens")});
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list->setMinimumHeight(theme.rowHeight() * 4);
    return list;
}

QTreeWidgetItem *addRow(QTreeWidget &list, const QString &name, const QString &tokens)
{
    auto *item = new QTreeWidgetItem(&list, {name, tokens});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, name);
    return item;
}

} // namespace

AttachDialog::AttachDialog(OpenRun &run, const QString &step, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_run(run)
    , m_theme(theme)
    , m_steps(new QComboBox(this))
{
    setObjectName(u"attachDialog"_s);
    setWindowTitle(tr("Attachments"));
    setAcceptDrops(true);
    m_steps->setObjectName(u"attachStep"_s);
    m_steps->setAccessibleName(tr("Whose prompts"));
    fillSteps(step);
    auto *whose = new QHBoxLayout;
    whose->addWidget(new QLabel(tr("Into the prompts of")));
    whose->addWidget(m_steps, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(whose);
    column->addWidget(makeAttached());
    column->addWidget(makeOffer(), 1);
    resize(theme.space(150), theme.rowHeight() * 22);

    connect(m_steps, &QComboBox::currentIndexChanged, this, &AttachDialog::showAttached);
    connect(&Wished::of(run), &Wished::changed, this, &AttachDialog::showAttached);
    showAttached();
    showOffer();
}

QWidget *AttachDialog::makeAttached()
{
    auto *box = new QWidget;
    m_attached = makeList(u"attachedList"_s, tr("Attached"), m_theme);
    m_detach = new QPushButton(tr("&Detach"));
    m_detach->setObjectName(u"detachButton"_s);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_attached, 1);
    row->addWidget(m_detach, 0, Qt::AlignTop);
    connect(m_detach, &QPushButton::clicked, this, &AttachDialog::detach);
    connect(m_attached, &QTreeWidget::itemSelectionChanged, this,
            [this] { m_detach->setEnabled(!m_attached->selectedItems().isEmpty()); });
    m_detach->setEnabled(false);
    return box;
}

QWidget *AttachDialog::makeOffer()
{
    auto *box = new QWidget;
    m_offered = makeList(u"offeredList"_s, tr("To be attached: choose files, or drop them here"), m_theme);
    auto *files = new QPushButton(tr("&Files…"));
    auto *folder = new QPushButton(tr("F&older…"));
    auto *forget = new QPushButton(tr("&None of these"));
    forget->setObjectName(u"forgetOffered"_s);
    auto *buttons = new QVBoxLayout;
    for (QPushButton *button : {files, folder, forget})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_offered, 1);
    row->addLayout(buttons);
    m_title = new QLineEdit;
    m_title->setObjectName(u"attachTitle"_s);
    m_title->setPlaceholderText(tr("Title of a specification of your own"));
    m_text = new QPlainTextEdit;
    m_text->setObjectName(u"attachText"_s);
    m_text->setAccessibleName(tr("Specification"));
    m_text->setPlaceholderText(tr("Its text"));
    m_text->setTabChangesFocus(true);
    m_cost = new QLabel;
    m_cost->setObjectName(u"attachCost"_s);
    m_trouble = new QLabel;
    m_trouble->setObjectName(u"attachTrouble"_s);
    m_theme.setTextRole(*m_trouble, Role::Fail);
    for (QLabel *label : {m_cost, m_trouble}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_attach = new QPushButton(tr("&Attach"));
    m_attach->setObjectName(u"attachButton"_s);
    auto *close = new QPushButton(tr("Close"));
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_cost, 1);
    foot->addWidget(m_attach);
    foot->addWidget(close);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row, 2);
    column->addWidget(m_title);
    column->addWidget(m_text, 1);
    column->addWidget(m_trouble);
    column->addLayout(foot);

    const auto workspace = [this] { return m_run.moment().run.workspace; };
    connect(files, &QPushButton::clicked, this,
            [this, workspace] { offer(QFileDialog::getOpenFileNames(this, tr("Attach files"), workspace())); });
    connect(folder, &QPushButton::clicked, this, [this, workspace] {
        if (const QString path = QFileDialog::getExistingDirectory(this, tr("Attach a folder"), workspace());
            !path.isEmpty())
            offer({path});
    });
    connect(forget, &QPushButton::clicked, this, [this] {
        m_paths.clear();
        read(0);
    });
    connect(m_title, &QLineEdit::textChanged, this, &AttachDialog::showOffer);
    connect(m_text, &QPlainTextEdit::textChanged, this, &AttachDialog::showOffer);
    connect(m_attach, &QPushButton::clicked, this, &AttachDialog::attach);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    return box;
}

void AttachDialog::fillSteps(const QString &step)
{
    m_steps->addItem(tr("all steps"), QString());
    for (const journal::StepView &one : m_run.moment().steps) {
        if (!domain::isEnded(one.state) || one.id == step)
            m_steps->addItem(one.file.isEmpty() ? one.id : one.file, one.id);
    }
    m_steps->setCurrentIndex(std::max(0, m_steps->findData(step)));
}

QString AttachDialog::chosenStep() const
{
    return m_steps->currentData().toString();
}

void AttachDialog::showAttached()
{
    m_attached->clear();
    for (const Attached &one : Wished::of(m_run).facts().attached) {
        if (one.step == chosenStep())
            addRow(*m_attached, one.name, QLocale().toString(one.tokens));
    }
}

void AttachDialog::offer(const QStringList &paths)
{
    const qsizetype known = m_paths.size();
    for (const QString &path : paths) {
        if (!m_paths.contains(path))
            m_paths.append(path);
    }
    say({});
    read(known);
}

void AttachDialog::read(qsizetype known)
{
    elsewhere(
        this,
        [paths = m_paths, workspace = m_run.moment().run.workspace] {
            return engine::readAttachments(workspace, paths);
        },
        [this, turn = ++m_turn, known](const auto &read) {
            if (turn != m_turn)
                return;
            // What cannot be had changes nothing in the list.
            if (!read) {
                m_paths.resize(known);
                return say(read.error().message);
            }
            m_texts = *read;
            showOffer();
        });
}

void AttachDialog::showOffer()
{
    m_offered->clear();
    for (const engine::AttachedText &text : m_texts.texts)
        addRow(*m_offered, text.name, QLocale().toString(text.tokens));
    for (const QString &line : m_texts.leftOut)
        addRow(*m_offered, tr("left out: %1").arg(line), u"–"_s)->setDisabled(true);
    const int own = engine::tokensOf(m_text->toPlainText().trimmed());
    const int tokens = m_texts.tokens + own;
    const bool titled = own == 0 || !m_title->text().trimmed().isEmpty();
    m_cost->setText(tokens == 0   ? tr("Nothing to attach yet.")
                        : !titled ? tr("The specification needs a title.")
                                  : tr("About %1 tokens more in every prompt of %2.")
                                        .arg(QLocale().toString(tokens), m_steps->currentText()));
    m_attach->setEnabled(tokens > 0 && titled && !m_sending);
}

void AttachDialog::attach()
{
    const QString text = m_text->toPlainText().trimmed();
    const engine::wish::Attach wish{.step = chosenStep(),
                                    .paths = m_paths,
                                    .title = text.isEmpty() ? QString() : m_title->text().trimmed(),
                                    .text = text};
    m_sending = true;
    showOffer();
    want(m_run, wish, this, [this](const domain::Result<void> &wanted) {
        m_sending = false;
        say(wanted ? QString() : wanted.error().message);
        if (wanted) {
            m_paths.clear();
            m_texts = {};
            m_title->clear();
            m_text->clear();
        }
        showOffer();
    });
}

void AttachDialog::detach()
{
    QStringList names;
    for (const QTreeWidgetItem *item : m_attached->selectedItems())
        names.append(item->text(0));
    if (!names.isEmpty())
        want(m_run, engine::wish::Detach{.step = chosenStep(), .names = names}, this,
             [this](const domain::Result<void> &wanted) { say(wanted ? QString() : wanted.error().message); });
}

void AttachDialog::say(const QString &trouble)
{
    m_trouble->setText(trouble);
}

void AttachDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void AttachDialog::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (!paths.isEmpty())
        offer(paths);
    event->acceptProposedAction();
}

} // namespace stepladder::ui
