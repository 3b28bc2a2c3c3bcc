// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/modelsoffer.h"

#include "models/modelsfile.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using models::FoundServer;

namespace {

QString nameOf(const FoundServer &server)
{
    const int port = QUrl(server.url).port();
    return server.kind == domain::EndpointKind::Ollama ? ModelsOffer::tr("Ollama")
                                                       : ModelsOffer::tr("the server on port %1").arg(port);
}

QComboBox *choice(const QString &name, const QString &spoken)
{
    auto *combo = new QComboBox;
    combo->setObjectName(name);
    combo->setAccessibleName(spoken);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return combo;
}

} // namespace

ModelsOffer::ModelsOffer(storage::Locations locations, QList<models::ServerPlace> places, const Theme &theme,
                         QWidget *parent)
    : QWidget(parent)
    , m_locations(std::move(locations))
    , m_places(std::move(places))
    , m_theme(theme)
    , m_text(new QLabel)
    , m_choices(new QWidget)
    , m_server(choice(u"foundServer"_s, tr("Model server")))
    , m_thinker(choice(u"foundThinker"_s, tr("The model that thinks")))
    , m_generator(choice(u"foundGenerator"_s, tr("The model that writes")))
    , m_use(new QPushButton(tr("&Use them")))
    , m_again(new QPushButton(tr("Loo&k again")))
{
    setObjectName(u"modelsOffer"_s);
    m_looking.setMaxThreadCount(1);
    m_text->setObjectName(u"modelsOfferText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_use->setObjectName(u"useFound"_s);
    m_again->setObjectName(u"lookAgain"_s);
    auto *row = new QHBoxLayout(m_choices);
    row->setContentsMargins({});
    row->setSpacing(theme.space(2));
    row->addWidget(m_server);
    for (const auto &[text, combo] : {std::pair(tr("thinks"), m_thinker), std::pair(tr("writes"), m_generator)}) {
        row->addWidget(combo);
        row->addWidget(new QLabel(text));
    }
    row->addWidget(m_use);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme.space(2));
    column->addWidget(m_text);
    column->addWidget(m_choices);
    column->addWidget(m_again, 0, Qt::AlignLeft);
    connect(m_server, &QComboBox::currentIndexChanged, this, &ModelsOffer::chooseServer);
    connect(m_use, &QPushButton::clicked, this, &ModelsOffer::write);
    connect(m_again, &QPushButton::clicked, this, &ModelsOffer::look);
    m_choices->hide();
    m_again->hide();
}

ModelsOffer::~ModelsOffer()
{
    m_stop.request_stop();
    m_looking.waitForDone();
}

void ModelsOffer::say(const QString &text, bool wrong)
{
    m_text->setText(text);
    m_theme.setTextRole(*m_text, wrong ? Role::Fail : Role::Text);
}

void ModelsOffer::look()
{
    if (m_looking.activeThreadCount() > 0)
        return;
    m_choices->hide();
    m_again->hide();
    say(tr("No models are configured yet. Looking for a model server on this machine."));
    m_looking.start([this] {
        const QList<FoundServer> found = models::findLocalServers(m_places, m_stop.get_token());
        QMetaObject::invokeMethod(
            this, [this, found] { show(found); }, Qt::QueuedConnection);
    });
}

void ModelsOffer::show(const QList<FoundServer> &found)
{
    m_found = found;
    m_again->setVisible(found.isEmpty());
    m_choices->setVisible(!found.isEmpty());
    if (found.isEmpty()) {
        say(tr("No models are configured, and no model server answers on this machine: start Ollama, choose a models "
               "file, or run the sample, which needs none."));
        return;
    }
    QStringList names;
    m_server->clear();
    for (const FoundServer &server : found) {
        names.append(nameOf(server));
        m_server->addItem(nameOf(server));
    }
    m_server->setVisible(found.size() > 1);
    say(tr("No models are configured yet, but %1 answers on this machine. Its models are free and nothing leaves it.")
            .arg(names.join(tr(" and "))));
}

void ModelsOffer::chooseServer(int index)
{
    if (index < 0 || index >= m_found.size())
        return;
    const QStringList names = m_found.at(index).models;
    for (const auto &[combo, likely] :
         {std::pair(m_thinker, models::likelyThinker(names)), std::pair(m_generator, models::likelyGenerator(names))}) {
        combo->clear();
        combo->addItems(names);
        combo->setCurrentText(likely);
    }
}

void ModelsOffer::write()
{
    const int index = m_server->currentIndex();
    if (index < 0 || index >= m_found.size())
        return;
    const QString file = models::usualModelsFile(m_locations);
    const auto written = models::writeNewModelsFile(
        models::configFor(m_found.at(index), m_thinker->currentText(), m_generator->currentText()), file);
    if (!written && written.error().kind != domain::ErrorKind::Conflict)
        return say(tr("The models file cannot be written: %1").arg(written.error().message), true);
    // Somebody else may have been faster: theirs is taken.
    Q_EMIT configured(file);
}

} // namespace stepladder::ui
