// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/providers/discovery.h"
#include "storage/locations.h"

#include <QThreadPool>
#include <QWidget>

#include <stop_token>

class QComboBox;
class QLabel;
class QPushButton;

namespace stepladder::ui {

class Theme;

/// Where no models are configured: looks whether a model server answers on this machine, and offers what it found.
/// A models file is written when a person agreed, not before.
class ModelsOffer final : public QWidget
{
    Q_OBJECT

public:
    ModelsOffer(storage::Locations locations, QList<models::ServerPlace> places, const Theme &theme,
                QWidget *parent = nullptr);
    ~ModelsOffer() override; ///< cuts looking short

    void look();

Q_SIGNALS:
    /// A models file was written.
    void configured(const QString &file);

private:
    void show(const QList<models::FoundServer> &found);
    void chooseServer(int index);
    void write();
    void say(const QString &text, bool wrong = false);

    const storage::Locations m_locations;
    const QList<models::ServerPlace> m_places;
    const Theme &m_theme;
    QList<models::FoundServer> m_found;
    QLabel *m_text;
    QWidget *m_choices;
    QComboBox *m_server;
    QComboBox *m_thinker;
    QComboBox *m_generator;
    QPushButton *m_use;
    QPushButton *m_again;
    std::stop_source m_stop;
    QThreadPool m_looking;
};

} // namespace stepladder::ui
